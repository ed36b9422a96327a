//! The words that triage knows, by what they mean: one list a concept, in
//! romanised Hindi, English, Devanagari and Urdu as people spell them.
//!
//! A spelling is folded (see [`crate::normalise`]), so `maarta`, `marta` and
//! `मारता` need one entry. `word` stands for itself, `word*` for every word that
//! begins so, `~word` for every word with its consonants. Urdu leaves short
//! vowels out and has its own entries where its consonants alone are too few.

use crate::triage_concept::Concept;

/// All lists.
pub(crate) const LEXICON: &[(Concept, &str)] = &[
    (
        Concept::Me,
        "mujhe mjhe mujhko mujhse muje mujh mera meri mere meko hame hamen hamein humein hamko humko hamka hamar hamare hamari humari hamre ham hum my myself i mai main mein مجھے میری میرے میرا ہمیں ہمارے",
    ),
    (
        Concept::Girl,
        "beti* bitiya bitia bachi bachiya bachche bacche bachcha baccha bachchon bacho bache bachon ladki* ladkiyon larki* bahan behan behen bahen bahu daughter* sister girl* child* children kids saheli aurat orat mahila* biwi patni wife woman women lady lugai mehraru didi bahuen بہو padosan ma maa amma mummy mother mausi bhabhi बिटिया लरिका* लड़किय* بیٹی بیٹیوں بچی بچوں لڑکی بہن عورت بیوی",
    ),
    (
        Concept::Husband,
        "bhatar bhataar khasam hubby dulha saiyan pati patidev husband* husbend hasband shauhar* shohar* sohar miyan manai mansedu manaee mard marad boyfriend bf fiance mangetar ex gharwala gharvale gharwale partner aadmi admi شوہر میاں خاوند مرد",
    ),
    (
        Concept::InLaw,
        "law sasural* sasuraal* sasuri saas sas sasu sasur jeth jethani devar dewar devrani nanad nanand nandoi inlaw inlaws laws سسرال ساس سسر دیور جیٹھ نند",
    ),
    (
        Concept::Family,
        "beta bete bhai bhaiya chacha mama tau jija jeeja phupha mausa papa baap bap father brother* uncle son cousin relative* rishtedar* padosi* padosiyon parosi* neighbor* neighbour* sautela sauteli stepfather stepmother parivar parijan damad bhatija بیٹا بھائی پڑوسی باپ چچا",
    ),
    (
        Concept::Man,
        "ladka ladke ladkon ladko ldka ldke larka larke launda launde lafange lafanga boy boys man men guy gunda gunde gundon dabang* badmash* manager boss malik maalik makanmalik landlord teacher tantrik baba maulvi driver dost colleague owner contractor thekedar ashiq aashiq premi person someone somebody colony-wale लइका लरिकवा لڑکا لڑکے غنڈے",
    ),
    (
        Concept::Pronoun,
        "wo woh vo voh vah usne usney unhone unhonne use usko unka unke uska uske he they him his vahi wahi logon او وہ اس اسنے انہوں u ऊ उ",
    ),
    (
        Concept::Police,
        "police polis pulis thana thane thaana daroga chauki kotwali inspector constable sipahi پولیس تھانے تھانہ",
    ),
    (
        Concept::Beat,
        "kutat kootat kutela kootela kutele patakta patakte patakdiya patakdeta nochta nochte jhinjhod jhanjhod beatings marpit* maarpeet* marpeet* marapit* mar-peet pitai peetai pitaai pitta pitte pitti peetta peette pitna pitne peetne pitwa* pitkar peetkar pitat peetat thappad* thapad* thapar* tamacha tamache ghunsa ghoonsa ghunse mukka mukke laat laaton lathi* lathiya* laathi danda dande dando dandon belt chappal* joote juta beat beats beating beaten slap* kick kicks kicked kicking punch* assault* thrash* abus* hamla attack* strangl* daboch* violence violent injur* bruis* wound* hurt hurts hurting fracture* hinsa hinsak utpidan* utpeedan* utpiran* pratadit pratarit pratadna pratarna pratad* satata satate satati satave satawe satavat julm zulm jullam atyachar* jakhmi zakhmi ghayal lahuluhan lahulohan hit hits hitting pushed pushes ghaseet* ghasit* ghasita* dragged dragging dhakel* torture* tarture tortur* hinsha kutai kuttai dhunai dhulai مارپیٹ پیٹتا پیٹتے پیٹتی تشدد ظلم تھپڑ زخمی لاٹھی ڈنڈے",
    ),
    (
        Concept::Strike,
        "mar maar mara maara marta maarta marte maarte marti maarti marna maarna marne maarne marke maarke markar maarkar marega maarega marenge marat marath mari maarat marin marihain maris marawat mrte mrta marunga مار مارا مارتا مارتے مارتی مارنے مارنا",
    ),
    (Concept::Kill, "kill kills killed killing murder* hatya* katl qatal قتل jaanse janse"),
    (
        Concept::Weapon,
        "blade bled chimta gandasa chaku chaaku chakoo chhuri churi kulhadi kulhari talwar tamancha bandook banduk pistol pistaul goli hathiyar hathyar knife gun acid tezab* tejab* gadasa hasiya banka bam تیزاب چاقو بندوق گولی",
    ),
    (
        Concept::Threat,
        "dhamki* dhamkiya* dhamka* dhmki* dhamkat dhamkawat threat* threten* darata darate darati daraya darawat daravat daraana dhauns dhons dhaunsa دھمکی دھمکیاں دھمکاتا",
    ),
    (
        Concept::Burn,
        "jala jalaa jalane jalakar jalaya jalaane jalauna aag petrol kerosene burn* fire set جلا جلانے آگ",
    ),
    (Concept::Dowry, "dahej* dehej* dahez* jahez jahej dowry* dowri جہیز دہیج"),
    (Concept::Parents, "maike maika mayke mayka myke naihar naihare peehar pihar parents میکے"),
    (
        Concept::Demand,
        "mang mange mangte mangta mangti mang* maang* maangat lao lana laao laane lekar demand* chahiye chahte مانگ مانگتے مانگتا مانگ لاؤ",
    ),
    (
        Concept::Expel,
        "nikal nikaal nikala nikali nikale nikalne nikaldiya nikalte nikalti nikalta nikaal* nikar* nikaar* thrown throw threw kicked out bahar baahar bhaga bhagaya bedakhal نکال نکالا نکالتے",
    ),
    (
        Concept::Lock,
        "bandhkar baandhkar tied rassi zanjeer janjeer chained kaid qaid bandhak lock locked locks locking tala taala taale confined captive imprisoned nazarband najarband قید",
    ),
    (Concept::Food, "khana khaana khane roti food bhojan کھانا روٹی"),
    (Concept::Allow, "dete deta deti det dein detin de den dena let allow* allowed دیتے دیتا دیتی"),
    (
        Concept::Hide,
        "chhupke chupke chhipke chhupkar chupkar chhipkar chhupi chhipi chhup chhip lukai secretly hiding hide چھپ چھپکے",
    ),
    (
        Concept::Stalk,
        "pichha picha piccha peecha peechha pichhaa stalk* following follows follow followed stalker پیچھا",
    ),
    (
        Concept::Tease,
        "chhedkhani chedkhani chhedchhad chedchad chedchaad chhedkhaani chhed* chheda* ched chedta chedte chedti chedkar chhedat chherat teas* fabtiyan fabti fabtiya phabti* seeti siti ghurta ghurte ghoorta ghoorte ghurat ghoor tharki jhank jhankta jhankte jhankti jhankne jhankat eve چھیڑ چھیڑتا چھیڑتے چھیڑخانی گھورتا",
    ),
    (
        Concept::Sexual,
        "expose exposes exposing masturbat* hastmaithun rape* raped balatkar* balaatkar* dushkarm* dushkarma* kukarm* sexual* sex molest* grop* yaun yauna sharirik shaaririk sharir jism badan kapde kapade kapdon nangi nanga nangi nude* naked izzat ijjat ijat izat aabru abru asmat chumma kissing kissed ashlil* ashleel* aslil* obscene* vulgar* porn* عزت عصمت زیادتی زنا ہوس فحش",
    ),
    (Concept::Dirty, "gandi gande ganda gandy gnde gndi bhadde bhaddi bhadda dirty buri bure گندے گندی گندا"),
    (Concept::Wrong, "galat galt glt ulta ulti sidha wrong inappropriate* bad badly غلط"),
    (
        Concept::Act,
        "baat baate baaten baatein baton bat kaam kam harkat* ishara ishare isharey isara isare nazar najar comment* comments way touch bolta bolte bolat bolti gestures gesture text* talk* حرکت حرکتیں اشارے اشارہ باتیں نظر",
    ),
    (
        Concept::Touch,
        "touch touches touched touching chhuta chhute chhuti chhua chhune chhuna chhuaa chhuwat chhu chipak chipakta chipta چھوتا چھوا چھونے",
    ),
    (Concept::Alone, "akele akeli akela akeley alone lonely akelay ekantа اکیلے اکیلی"),
    (
        Concept::Summon,
        "bula bulata bulate bulati bulaya bulaye bulate bulawat aana aao aane ana aawo calls room kamre kamra cabin kebin hotel raat rat shaam sham night comes coming invites meet milne milo بلاتا بلاتے بلایا",
    ),
    (Concept::Intent, "niyat neeyat niyet niyyat nazar najar nigah nazarein intention* نیت نظر"),
    (
        Concept::Force,
        "marzi marji consent zabardasti jabardasti jabarjasti jabardasthi jbrdsti zbrdsti zabrdasti jabrdasti jabran jabariya jabri force forced forces forcing forcefully forcibly ज़बर्दस्ती majboor majbur زبردستی مجبور",
    ),
    (
        Concept::Marry,
        "shadi shaadi saadi sadi shaddi shadiya nikah byah biyah biah vivah viah gauna marry marrying married marriage wedding شادی نکاح",
    ),
    (Concept::Minor, "nabalig naabalig nabalik nabaligh minor underage kachchi balvivah نابالغ"),
    (
        Concept::Picture,
        "photo photos foto fotu phtoo pic pics picture* tasveer tasvir tasvire tasviren video videos vidio vidiyo vidiyoz vedio clip mms تصویر تصویریں ویڈیو فوٹو",
    ),
    (Concept::Expose, "viral vayral wairal leak* edit* morph* internet badnam badnaam ادیٹ وائرل بدنام"),
    (Concept::Blackmail, "blackmail* blakmail* blekmail* blackmel* sextortion بلیک"),
    (Concept::Fake, "fake farzi farji nakli jaali جعلی"),
    (
        Concept::Social,
        "insta instagram facebook fb whatsapp watsapp id profile snapchat online internet telegram account انسٹاگرام فیسبک آئی",
    ),
    (Concept::Unknown, "anjan anjaan unknown ajnabi anjane anjaane strange stranger* private انجان اجنبی"),
    (
        Concept::Crime,
        "chori choree churа churaya churakar loot looted luta lut lutera lutere lootpaat robbed robbery robber theft stole stolen thag* thagi fraud* dhokhadhadi dhokadhadi scam* snatch* otp kidnap* agwa apaharan apharan dacoity dakaiti murder trafficking چوری لوٹ ٹھگی اغوا",
    ),
    (
        Concept::Snatch,
        "chheen chhin chheena chhina chhine chheene cheen chin cheenta chheenta chheente chhinta chheenat chheenkar chheenke chhinkar snatched hadap hadapna hadpna hadapli hathiya hathiyana takes taken taking چھین چھینتا چھینے",
    ),
    (
        Concept::Pull,
        "dupatta duppata chunni pallu kheench khinch kheenchi kheencha khich kheech khinchi jhapat* jhapatt* chain kheenchkar mangalsutra purse mobile",
    ),
    (
        Concept::Missing,
        "gayab gaayab gaib lapata laapata laapta missing gumshuda gumshudgi gum disappeared لاپتہ غائب گم",
    ),
    (
        Concept::Suicide,
        "suicid* khudkushi* khudkusi* khudkhusi* atmahatya* aatmahatya* fansi faansi phansi phaansi fanda phanda خودکشی پھانسی",
    ),
    (
        Concept::Life,
        "jeene jine jeena jina jindagi zindagi jiya jiye jee live living life alive جینے جینا زندگی",
    ),
    (
        Concept::Wish,
        "ichchha ichha iccha ichchhaa man mann matlab fayda chah chahti chahta want wish خواہش دل چاہتی",
    ),
    (Concept::End, "khatm khatam khtm khatma end ending finish die dying ختم"),
    (
        Concept::Oneself,
        "dungi dunga lungi lunga lu loon lun doon dun karungi karunga jaungi jaunga jau jaun jaaun jaaungi chahti chahta karlu karloon karlungi karlun khud myself my گی جاؤں دونگی لونگی",
    ),
    (Concept::Poison, "zeher zehar jahar jehar zahar zahr poison* jahrila زہر"),
    (
        Concept::Fear,
        "ghabra ghabrahat ghabrayi dahshatzada panic derat darti dari darr darrti sehmi sahmi sahmi scared scary afraid fear fears frightened frighten* terrified khauf khouf dehshat dahshat asurakshit unsafe bhay bhaybhit dara-hua darlag ڈر ڈرتی ڈری خوف",
    ),
    (
        Concept::Door,
        "darwaza darwaja darvaja darwaze darwaje door doors kundi khidki gate kivad kewad دروازہ دروازے",
    ),
    (
        Concept::Break,
        "tod todd todne todta tode todi toda break breaking broke bang banging peet khatkhata* khatkhat pit tor توڑ توڑا",
    ),
    (Concept::Hurry, "jaldi jldi turant abhi now immediately quickly quick fauran جلدی فوراً ابھی"),
    (Concept::Come, "aaiye aaie aao aajao aayen bhejo bhejiye bhejie bhej send come آئیے بھیجیں بھیجو"),
    (Concept::Emergency, "112 1090 181 1098 emergency sos rescue"),
    (
        Concept::Report,
        "likh likhte likhi likha likhat report riport rapat fir f complaint tahrir tehreer mukadma mukdama lodge register medical رپورٹ لکھ لکھتے",
    ),
    (Concept::Divorce, "talaq* talak* tlaq* divorce* talaak* طلاق"),
    (Concept::Second, "dusri dusar doosri dusra doosra second affair sautan saut rakhail دوسری"),
    (
        Concept::Abuse,
        "taunt taunts taunting taunted tanakashi galigaloj galigalauj galoj galauj galauch gaali-galauj badtamizi badtameezi badtmizi batamizi badsuluki badsaluki apmanit apman beizzati beijjati bejjati bezzati misbehav* insult* humiliat* بدتمیزی",
    ),
    (
        Concept::Bother,
        "pareshan* paresan* preshan* presan* tang harass* bother* disturb* satana sata tangkar پریشان تنگ",
    ),
    (
        Concept::Quarrel,
        "jhagda jhagdа jhagde jhagra jhagre jhagrat ladai laraai ladta ladte larat fight* fights quarrel* kalesh kalah جھگڑا لڑائی",
    ),
    (
        Concept::Drunk,
        "sharab* sarab* saraab* daru daaru dahru nashe nasha nasedi nashedi drunk* drink* alcohol* شراب نشے نشہ",
    ),
    (Concept::Hand, "haath hath hathwa hand hands pair tang ہاتھ"),
    (
        Concept::Raise,
        "utha uthata uthate uthati uthaya uthaye uthawat uthavat uthana uthane raise raises raised tod toda tut toot tuta fracture اٹھاتا اٹھایا اٹھاتے توڑ ٹوٹ",
    ),
    (
        Concept::Grip,
        "pakad pakda pakadta pakadte pakdi pakar pakarta pakarat pakdne pakadne grab* hold* held daba dabaya dabata dabane dabakar dabaye dabai dabayi pull pulled pulling kheencha kheenchta kheench پکڑ دبا پکڑا پکڑتا",
    ),
    (
        Concept::Neck,
        "kamar seena chhati breast breasts waist thigh jangh gala gale galа neck throat baal bal hair strangl* chok* گلا بال",
    ),
    (Concept::Witch, "dayan daayan chudail tonhi dain witch* jadutona ڈائن"),
    (Concept::Injury, "nishan neel neela neeli khoon khun phat chot choten chotein chotil چوٹ bleeding"),
    (
        Concept::Barge,
        "enters enter entered entering barges barged sneaks sneaked ghusat ghusela ghus ghuse ghusa ghusi ghuskar ghusta ghusne ghusaye گھس",
    ),
    (Concept::Go, "milne jane jaane bolne padhne rehne rahne work talk go leave meet see study جانے ملنے"),
    (Concept::Private, "private niji neeji personal نجی"),
    (Concept::Jump, "chhalang chalang kood koodna kudna koodne koodkar kudkar jump jumping"),
    (Concept::Endure, "bardasht bardast bardaasht sahan saha seha sehna sahna برداشت"),
    (Concept::Everyone, "sabko sabke everyone everybody سبکو"),
    (Concept::Again, "baar bar times block blocked blocking roz roj raat repeatedly again"),
    (Concept::Fall, "girne gir gire giri girega girta jarjar jarjara building"),
    (
        Concept::Chat,
        "shikayat sikayat complaint complain jankari jaankari helpline nambar number office kab kahan kaha kaun kaunsa kya dhanyavad dhanyawad shukriya thanks thank sorry galti kaam loan bot bekar jawab reply status madad help baat puchna puchni sun hello time link",
    ),
    (Concept::Pregnancy, "garbhpat* garbhpaat* abort* girwana girwane bhrun"),
    (Concept::Hot, "garam garm khaulta khaulte khaulti ubalta boiling hot گرم"),
    (
        Concept::Throw,
        "dal dala daal daala dali fenk fenka phenk phenka fek feka udel threw throw thrown pour* پھینک ڈال",
    ),
    (
        Concept::Return,
        "laut lauti laute lauta lauteе lautkar wapas vapas return returned come aayi ayi aai aaya back لوٹی واپس",
    ),
    (
        Concept::Elope,
        "bhaga bhagakar bhagake phusla* fusla* behla* bahla* bahka* behka* uthakar uthake lure* luring abduct* بھگا",
    ),
    (Concept::Bath, "nahate nahati nahane nahaate bathing bathroom changing bath نہاتے"),
    (Concept::Sell, "bech bechna bechte bechne becha bechi bechenge sold sell selling بیچ"),
    (Concept::Secret, "naam nam name pahchan pehchan identity نام"),
    (
        Concept::Desert,
        "chhod chod chhoda choda chhodkar chodkar chor-diya kharcha kharch guzara gujara gujare bharan abandoned deserted maintenance چھوڑ خرچہ",
    ),
    (Concept::Anger, "gussa gusse gusa gusse angry anger غصہ غصے"),
    (Concept::Scream, "cheekh* chikh* cheekhein chikhne scream* shouting shouts crying chillati چیخ چیخیں"),
    (Concept::Back, "laut lauti lauta laute lautkar lautin returned لوٹی لوٹا"),
    (Concept::Home, "ghar ghare ghr gharse chhat makan house home kothari گھر مکان"),
    (Concept::Room, "kamra kamre kamare room rum bed bistar bister bathroom kothri کمرے کمرہ"),
    (Concept::Night, "raat rat ratme rate ratiya night nights midnight shaam sham رات شام"),
    (Concept::Phone, "phone phon fon call calls calling kol number nambar mobile فون کال نمبر"),
    (Concept::Message, "msg msgs message* mesage massage sms chat میسج"),
    (
        Concept::Money,
        "paisa paise paisey rupaya rupaye rupya rupye rupee lakh lakhs hazar hajar rakam money cash gadi motorcycle motorcycal motarsaikil bike gold jevar zevar jewar sona پیسے پیسہ لاکھ گاڑی موٹر روپے",
    ),
    (Concept::Road, "rasta raasta raste raaste rastа راستہ راستے"),
    (Concept::Stop, "rok roka rokta rokte rokti rokat roke rokna rokkar block stops روک روکتا روکتے"),
    (Concept::Shut, "band bnd bandh shut closed بند"),
    (
        Concept::Do,
        "kar karta karte karti karke karat kiya ki kare karen karne kr krta krte krti krne karna kra kara karaya kai kaike rakh rakha rakhte rakhta rakhe rakhti rakhat کرتا کرتے کر کرتی",
    ),
    (
        Concept::Not,
        "nahi nahin nhi nai nahee naahi naahin nahiin na nay ni no not never without t mat isnt dont doesnt didnt wont نہیں نہ بغیر",
    ),
    (Concept::Any, "koi kuch kisi kono kauno any no کوئی"),
    (Concept::Take, "le leta lete leti liya lia li liye lihin lihis lena let لے لیتا لیا"),
    (
        Concept::Give,
        "de deta dete deti di diya det dena bak bakta bakte bakti bakat dekar deke sunate sunata دی دیتا دیتے دے بک",
    ),
    (Concept::Follow, "ghar college school kalej raste tution tuition coaching office daily roz roj"),
    (Concept::Heat, "garmi thand sardi thandi dhup loo barish baris pyas pyaas گرمی"),
    (
        Concept::Power,
        "bijli* bijuri* bijlee light lait line lain meter miter bil bill transformer transfarmer voltage taar khamba current karant electricity electric power connection بجلی میٹر بل",
    ),
    (Concept::Hunger, "bhukh bhookh bhukhe bhookhe bhukha hungry starv* بھوک بھوکے"),
    (Concept::Errand, "daura daudа dauda daudaa daude daudate chakkar chakar kaat kaatke kaatkar kaate لگوا"),
    (
        Concept::Animal,
        "kutta kutte kutto kutton dog dogs bandar bandaron monkey* saand sand janwar janvar gaay pashu machhar* machchar* macchar* mosquito* saanp chuhe کتے کتوں مچھر",
    ),
    (
        Concept::Lost,
        "mobile mobail mobil sim simcard purse parse wallet document* kagaz kagaj file fail list suchi",
    ),
    (
        Concept::Certificate,
        "~certificate ~certificat ~sertifiket ~praman pramanpatra pramaan* domicile cert certi ews سرٹیفکیٹ سند caste-certificate characterverification",
    ),
    (
        Concept::Kind,
        "aay ay jati niwas nivas mul janm janam mrityu maut mritu divyang viklang vivah birth death income caste residence disability ews obc marriage charitra پیدائش موت آمدنی ذات",
    ),
    (Concept::Pension, "~pension pensan pensn penshan pention* pension* pinsin* pinson pensen* پنشن پینشن"),
    (
        Concept::PensionKind,
        "bhatta bhata allowance budhapa vriddha vriddh vridha vridhavastha vidhwa vidhva bidhwa widow* oldage بیوہ بڑھاپا",
    ),
    (
        Concept::Scheme,
        "~manrega ~scholarship ~sumangala ~chhatravritti padhao bpl mgnrega tricycle nirashrit yojana yojna yojanaa yojnа scheme* awaas awas aawas aavas pmay manrega mnrega nrega narega jobcard mazdoori majdoori majduri majduri ujjwala ujwala ujjvala gas cylinder cylender silender silinder chulha scholarship* skolarship* scolarship* chhatravritti chatravriti chhatravriti wazifa vazifa vajifa ayushman ayusman aayushman aayusman goldencard sumangala sumangla matru matri vandana bandana kisan nidhi jandhan shramik shramikcard eshram labour lebar majdur samuhik anudan subsidy shauchalay sauchalay toilet laptop tablet-yojana dbt kist installment labh laabh labharthi laabharthi poshahar poshan poshaahar ladli lakhpati samuh swarojgar svarojgar mudra vishwakarma silai ungali sahayata beema bima pmjay kanyadan laxmi sukanya کسان یوجنا اسکیم راشن وظیفہ آیوشمان گیس اجولا آواس",
    ),
    (
        Concept::Ration,
        "rashan rasan ration resan kotedar kotedaar koteydar kotey kota gehu gehun gahu chawal chaval anaj antyoday antyodaya راشن کوٹیدار",
    ),
    (Concept::Housing, "colony kalony koloni kaloni kalonee jhopdi jhopdi jhopri kachcha chhappar"),
    (
        Concept::Department,
        "rodvej rodways dakkhana dakkhane dakkhaana dakkhaane postoffice pani paani jal nal handpump hendpamp handpamp tanki water sewer sivar seewar naali nali nala naala gutter drain* badboo badbu sadak sarak road gaddha gaddhe gadhe kharanja kooda kuda kude koode kudha koora kachra kachda safai garbage streetlight street lights lamp school iskul skul admission dakhila fees fee rte shikshak aspatal hospital hospitl haspatal doctor daktar ambulance dawa dawai dawaiyan phc chc delivery asha anm anganwadi aanganwadi anganbadi khatauni khataunee khasra varasat virasat namantaran dakhil kharij paimaish paimais chakbandi chakroad mutation registry zameen jamin bainama kabza kabja atikraman bus roadways passport aadhar aadhaar adhar voter theka vetan salary tankhwah manday mandey bainк bank khata loan gumshudgi tubewell tubewel nahar khad beej samiti licence license rto pulia pul loudspeaker dj shor dakghar padhate padhai padhata padhati principal headmaster naksha nakshe tax lda kharanja صفائی پانی سڑک اسکول ہسپتال کوڑا نالی بینک زمین ڈاکٹر تنخواہ",
    ),
    (
        Concept::Office,
        "district edistrict lekhpal lekhpaal lekhapal patwari tehsil tehseel tahsil tahsildar tehsildar nigam nagar nigam babu bdo sdm block blok daftar karyalay office adhikari pradhan pardhan sachiv jal-sansthan vibhag department kanungo je lineman لیکھپال نگم نگر تحصیل دفتر",
    ),
    (
        Concept::Spam,
        "click lottery loteri congratulations prize inaam offer winner jeeta khareed discount earn forward",
    ),
];
