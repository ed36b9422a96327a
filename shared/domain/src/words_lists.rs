//! The words of the conversation as people spell them. The build folds them.

/// Commands as they are spelt, in romanised Hindi, English and Devanagari where
/// the folded spellings differ. Phrases are separated by commas.
pub(crate) const COMMANDS: [(&str, &str); 11] = [
    (
        "Status",
        "status, sthiti, isthiti, stithi, halat, haal, track, my complaint, my complaints, my status, complaint status, \
         status batao, status bataiye, shikayat ki sthiti, meri shikayat, meri shikayat ki sthiti, shikayat status, \
         meri shikayat ka status, meri shikayat kahan tak pahunchi, meri shikayat kaha tak pahunchi, kya hua, स्टेटस, حالت, صورتحال",
    ),
    (
        "Menu",
        "menu, main menu, restart, new, new complaint, nai shikayat, nayi shikayat, naya, \
         nai, mukhya menu, मेन्यू, मीनू, मैन्यू, न्यू, dusri shikayat, another complaint, مینو, نئی شکایت",
    ),
    (
        "Language(Language::Hindi)",
        "hindi, hindi me, hindi mein, in hindi, hindi me bolo, speak hindi, हिन्दी, ہندی, urdu, اردو",
    ),
    (
        "Language(Language::English)",
        "english, english me, english mein, in english, angrezi, angreji, angrezi me, अंग्रेज़ी, अंग्रेजी में, इंग्लिश, \
         speak english, english please, انگریزی",
    ),
    (
        "Cancel",
        "cancel, radd, radd karo, radd karen, radd kare, raddh, rehne do, rahne do, quit, exit, कैंसिल, \
         mat karo, hatao, nahi chahiye, nahi karna, never mind, منسوخ, رہنے دو",
    ),
    (
        "Stop",
        "stop, stop all, stop it, unsubscribe, opt out, optout, roken, स्टॉप, band, band karo, band karen, band kare, band kar do, \
         band kijiye, message band karo, message band karen, msg band karo, sandesh band karen, message mat bhejo, \
         msg mat bhejo, message mat bhejna, mujhe message mat bhejo, mujhe msg mat bhejo, message mat karo, mujhe message mat karo, \
         sandesh mat bhejo, mujhe sandesh mat bhejo, mat likho, mujhe mat likho, mujhe mat likhna, do not write, \
         do not write to me, dont write to me, dont write me, do not message me, dont message me, do not text me, dont text me, \
         रोकें, रोकिए, बंद करें, बंद करो, मैसेज मत भेजो, मैसेज मत भेजें, संदेश मत भेजें, stop writing to me, stop messages, stop messaging me, no more messages, no messages, بند کرو, اسٹاپ",
    ),
    (
        "Start",
        "start, shuru, shuru karo, shuru karen, shuru kare, phir se shuru karo, स्टार्ट, unstop, resume, subscribe, opt in, optin, \
         write to me, you may write to me, write to me again, message me again, message bhejo, mujhe message bhejo, mujhe likho, \
         शुरू करें, شروع, اسٹارٹ",
    ),
    (
        "Yes",
        "yes, y, yeah, yep, yes please, haan, haa, han, ha, haan ji, han ji, ha ji, ji, jee, ji haan, ji ha, ok, okay, okey, \
         thik, thik hai, theek hai, sahi, sahi hai, bilkul, solved, ho gaya, ho gayi, हो गयी, yes solved, haan sulajh gayi, \
         sulajh gayi, ہاں, جی, جی ہاں, ٹھیک ہے, यस, ओके",
    ),
    (
        "No",
        "no, n, nope, nahi, nahin, nhi, nai ji, nahi ji, ji nahi, ji nahin, na, naa, naahi, not solved, no not solved, \
         nahi hua, nahi hui, nahi sulajhi, abhi nahi, not yet, नो, نہیں, جی نہیں",
    ),
    (
        "Register",
        "register, register it, darj, darj karo, darj karen, darj kare, darj kar do, darj kijiye, shikayat darj karo, \
         shikayat darj karen, submit, done, रजिस्टर, दर्ज करें, درج کریں",
    ),
    (
        "Skip",
        "skip, chhodo, chhoden, chhode, chhod do, chodo, aage, aage badho, pata nahi, nahi pata, maloom nahi, dont know, do not know, \
         स्किप, آگے, چھوڑو",
    ),
];

/// Lists by name.
pub(crate) const LISTS: &[(&str, &str)] = &[
    // Cries that are one wherever they stand.
    (
        "CRIES",
        "bachao bachaao bachaoo bachaiye bachaie bachayiye bachalo bachaen bachaye बचाइए बचाइये बचाएं بچاؤ بچائیں",
    ),
    // `bacha` is a child or a rescue: only with these behind it is it a cry.
    ("RESCUE", "lo lijiye lena لو"),
    // Words that call for help, if the message says nothing else.
    (
        "HELP",
        "help madad मदद मद्द sos emergency imergency 112 100 1090 181 مدد rescue bacha bachaw हेल्प khatra khatre danger \
                    sahayata सहायता",
    ),
    // What may stand beside them.
    (
        "BESIDE",
        "please pls plz plzz me mujhe mujhko meri mera hamari humari i need my want karo kare karen kariye karie kijiye \
                      kijie kro kr do dijiye chahiye abhi jaldi turant now urgent urgently immediately sir madam mam ji koi to hai \
                      mein main hu hoon hun bhai behan call the am in police bhejo bulao send someone save us hame humko \
                      براہ کرم کرو کریں میری مجھے",
    ),
    // What follows `save` in a cry.
    ("ME", "me us my"),
    ("POLICE", "police polis पुलिस پولیس"),
    ("SEND", "bhejo bhejiye bhej bulao bulaiye send बुलाओ بھیجو"),
    ("NOT_NOW", "nahi nhi not never kal"),
    // How she says that it is not solved, where she was asked whether it is.
    (
        "LIE",
        "jhooth jhoot jhooti jhoothi jhootha jhuta galat false lie lied lying untrue wrong fake farzi جھوٹ غلط",
    ),
    ("NOT", "nahi nahin nhi no not nothing never didnt hasnt havent isnt wasnt نہیں"),
    (
        "DONE",
        "hua hui huye hue mila mili mile milla suljha suljhi sulajha sulajhi sulajh hal aaya aayi aaye aya bana bani bane \
         kiya kia kari badla solved resolved done fixed received got come came happened get ہوا ہوئی ملا ملی",
    ),
    ("STILL", "abhi still yet pending baki baaki bilkul ab tak"),
    ("TROUBLE", "dikkat problem pareshani samasya taklif taklif issue shikayat"),
    ("AGREE", "haan haa han ha yes ji sahi thik theek ok"),
    // What opens a cry that goes on.
    ("OPENING", "help madad مدد हेल्प sos"),
];
