//! The rules of triage: which concepts near each other mean what.

use crate::category::Category;
use crate::triage_concept::{Concept, Marks};

/// One rule: the first group is looked for, the others must stand within so
/// many words of it on either side, and none of `unless` near it.
pub(crate) struct Rule {
    /// Its name, as operators see it.
    pub(crate) name: &'static str,
    /// What it speaks for.
    pub(crate) category: Category,
    /// How strongly: 10 certain, 6 likely, 3 a hint.
    pub(crate) weight: u32,
    /// Groups of concepts, one of each.
    pub(crate) near: &'static [Marks],
    /// How many words away the others may stand.
    pub(crate) within: usize,
    /// Concepts that make it mild.
    pub(crate) unless: Marks,
}

macro_rules! any {
    ($($concept:ident)|+) => { $(Concept::$concept.mark())|+ };
}

macro_rules! rules {
    ($($category:ident $weight:literal $name:ident: $($first:ident)|+ $(, $($group:ident)|+)* ; $within:literal $(unless $($mild:ident)|+)?;)+) => {
        &[$(Rule {
            name: stringify!($name),
            category: Category::$category,
            weight: $weight,
            near: &[any!($($first)|+) $(, any!($($group)|+))*],
            within: $within,
            unless: 0 $(| any!($($mild)|+))?,
        }),+]
    };
}

/// All rules. `category weight name: group, group ... ; within n unless ...`.
pub(crate) const RULES: &[Rule] = rules! {
    // Blows and killing
    Violence 10 beating: Beat; 0 unless Power | Errand;
    Violence 10 struck: Strike, Me | Husband | InLaw | Man | Pronoun | Girl | Family | Drunk; 6 unless Heat | Power | Hunger | Errand | Animal;
    Violence 3 struck_by_nobody: Strike; 0 unless Heat | Power | Hunger | Errand | Animal | Office | Ration;
    Violence 10 killing: Kill; 0 unless Heat | Power | Hunger | Errand | Animal;
    Violence 8 cut_down: Errand, Oneself; 1 unless Power | Office | Ration | Department;
    Violence 8 weapon: Weapon; 0 unless Department;
    Violence 10 raised_hand: Hand, Raise; 2 unless Department;
    Violence 5 injured: Injury; 0 unless Department;
    Violence 6 injured_by: Injury, Husband | InLaw | Man | Pronoun; 6 unless Department;
    Violence 8 barged_in: Barge, Home | Room; 4 unless Department;
    Violence 6 alone_and_watched: Alone, Pronoun | Man | Any | Night; 6 unless Department | Scheme | Ration | Pension;
    Violence 10 throttled: Neck, Grip | Break; 3;
    Violence 10 burnt: Burn, Me | Husband | InLaw | Girl | Kill | Weapon | Threat; 5 unless Power;
    Violence 10 scalded: Hot, Throw; 4;
    Violence 10 poisoned: Poison; 0 unless Animal;
    Violence 8 witch: Witch; 0;
    Violence 8 unborn: Pregnancy; 0 unless Department;
    Violence 8 screams: Scream; 0;
    // Threats and fear
    Violence 7 threatened: Threat; 0 unless Power | Ration | Scheme | Office;
    Violence 4 threatened_by: Threat, Husband | InLaw | Family | Man | Pronoun | Me; 6 unless Power | Ration | Office;
    Violence 8 afraid: Fear; 0 unless Animal | Power | Fall | Ration;
    Violence 10 breaking_in: Door, Break; 3;
    Violence 4 come_quickly: Hurry, Come; 3;
    Violence 10 emergency: Emergency; 0;
    Violence 8 send_help: Come, Police; 3;
    Violence 6 hiding: Hide; 0;
    Violence 3 secret: Secret, Not, Give | Do; 3;
    Violence 3 anger: Anger, Pronoun | Husband | Man; 4;
    // The home
    Violence 10 dowry: Dowry; 0;
    Violence 8 bring_money: Parents, Money; 5;
    Violence 8 in_laws_demand: InLaw, Demand, Money; 8 unless Pension;
    Violence 10 expelled: Expel, Home, InLaw | Husband | Girl | Me | Divorce | Demand; 8 unless Department;
    Violence 8 expelled_from_home: Expel, Home; 3 unless Department;
    Violence 10 locked_in: Lock, Me | Husband | Girl | InLaw | Family; 6 unless Office | Department;
    Violence 10 shut_in_room: Shut, Room | Home, Do; 3;
    Violence 8 starved_by_kin: Hunger, InLaw | Husband; 5 unless Pension | Ration;
    Violence 8 starved: Food, Not, Allow; 3 unless Department;
    Violence 8 not_let_live: Life, Not, Allow; 3 unless Animal | Department;
    Violence 8 not_let: Allow, Not, Do | Expel | Phone | Go, Me | Pronoun | InLaw | Husband | Girl | Parents; 4 unless Office | Department | Ration | Scheme;
    Violence 8 phone_taken: Phone, Snatch, Husband | InLaw | Pronoun | Man | Me; 6;
    Violence 8 snatched_by_kin: Snatch, Husband | InLaw | Family | Man | Girl; 6;
    Violence 6 divorce: Divorce; 0;
    Violence 6 second_wife: Second, Marry | Girl; 2;
    Violence 6 deserted: Desert, Husband; 5;
    Violence 6 drunk: Drunk, Husband | Family | Man | InLaw; 5;
    Violence 6 drunk_at_home: Drunk, Door | Home | Pronoun; 5 unless Department;
    Violence 6 quarrel: Quarrel, Husband | InLaw | Family | Man; 5;
    Violence 7 insulted: Abuse; 0 unless Office | Ration | Department;
    Violence 4 insulted_by_kin: Abuse, Husband | InLaw | Family | Man | Pronoun; 5 unless Office | Ration;
    Violence 7 bothered: Bother, Husband | InLaw | Man | Pronoun, Do; 6 unless Office | Department | Scheme | Ration;
    Violence 6 bothered_by_kin: Bother, InLaw | Husband; 4;
    Violence 6 called_again: Phone | Message, Pronoun | Man | Husband, Again; 6 unless Office | Department | Power | Pension;
    Violence 8 harassed: Bother, Phone | Message | Unknown; 4;
    // Honour
    Violence 10 sexual: Sexual; 0;
    Violence 10 wrong_hand: Wrong, Hand; 3;
    Violence 10 touched: Touch, Me | Girl | Wrong | Dirty | Hand | Man; 5;
    Violence 10 dirty_acts: Dirty | Wrong, Act | Touch; 2 unless Department | Certificate | Power;
    Violence 10 dirty_pictures: Dirty, Message | Picture | Phone; 3;
    Violence 10 bad_intent: Intent, Wrong | Dirty; 2;
    Violence 8 intent: Intent, Man | InLaw | Husband | Girl; 4;
    Violence 10 called_alone: Alone, Summon; 4;
    Violence 8 held: Grip, Me; 1 unless Office;
    Violence 6 befell_her: Befell; 0 unless Office | Department;
    Violence 10 hand_held: Hand, Grip; 3;
    Violence 10 stalked: Stalk; 0;
    Violence 10 teased: Tease; 0;
    Violence 10 way_blocked: Road, Stop, Man | Girl | Me; 6;
    Violence 8 at_night: Night, Room | Home | Phone | Message | Door, Man | InLaw | Pronoun | Unknown | Family; 6 unless Department | Power;
    Violence 10 forced: Force, Marry | Me | Girl | Sexual | Husband | Man; 6 unless Power;
    Violence 4 force: Force; 0;
    Violence 10 child_marriage: Marry, Minor | Teen; 8 unless Scheme;
    Violence 8 minor: Minor, Girl | Man; 4;
    // The net
    Violence 10 blackmail: Blackmail; 0;
    Violence 10 exposed: Expose, Picture; 8;
    Violence 8 shown_to_all: Picture, Everyone; 5 unless Department;
    Violence 10 private_pictures: Private, Picture; 4;
    Violence 8 pictures_for_money: Picture, Demand, Money; 8 unless Department | Certificate | Scheme | Office | Pension;
    Violence 8 exposed_by: Expose, Threat | Man | Me; 5;
    Violence 8 fake_profile: Fake, Social, Me | Picture | Girl | Man; 6;
    Violence 8 unknown_caller: Unknown, Phone | Message; 3;
    // Crime
    Violence 8 crime: Crime; 0 unless Power | Ration | Scheme;
    Violence 8 snatched: Snatch, Money | Phone | Pull; 4 unless Office | Ration;
    Violence 8 pulled: Pull, Pull; 2;
    Violence 6 false_promise: Fake, Money; 6 unless Scheme | Certificate | Department | Office;
    Violence 10 person_missing: Missing, Girl | Husband | Family; 8 unless Lost | Certificate | Ration;
    Violence 8 not_come_home: Girl, Not, Return, Home; 6 unless Department | Scheme | Ration;
    Violence 8 not_returned: Girl, Not, Return, Missing | Night | Follow; 6 unless Department | Scheme | Ration | Money;
    Violence 8 not_back: Back, Not, Girl; 6 unless Money | Lost | Certificate;
    Violence 8 taken_away: Elope, Girl | Me; 7 unless Office | Money | Ration | Scheme | Power;
    Violence 8 sold: Sell, Me | Girl; 5 unless Department | Ration | Scheme | Housing;
    Violence 10 watched_bathing: Bath, Picture | Act | Hide; 5 unless Department;
    Violence 6 police_refuse: Police, Report; 6 unless Lost;
    Violence 6 police: Police, Husband | Girl | InLaw; 5 unless Lost;
    // Despair
    Violence 10 suicide: Suicide; 0 unless Hunger;
    Violence 10 jump: Jump, Oneself; 2;
    Violence 8 no_life: Life, Not; 1 unless Animal | Department;
    Violence 5 cannot_bear: Endure, Not; 2;
    Violence 10 no_wish_to_live: Life, Wish | Oneself, Not; 4 unless Scheme;
    Violence 10 wants_to_die: End, Wish; 3 unless Scheme | Certificate | Pension | Department | Ration;
    Violence 10 end_it: End, Oneself; 3 unless Scheme | Certificate | Pension | Department | Ration;
    // A story of people and of nothing that the state owes: rather once too often than not at all.
    Violence 2 people: Husband | InLaw | Man; 0;
    Violence 2 one_of_hers: Girl, Pronoun | Man | Husband | InLaw | Not; 6;
    Violence 2 her_own_story: Me, Do | Give | Take | Pronoun | Not; 5 unless Chat;
    // What the state owes her
    Certificate 9 certificate: Certificate; 0;
    Certificate 5 kind_of_certificate: Kind, Office; 4;
    Certificate 6 kinds_of_certificate: Kind, Kind; 1;
    Pension 9 pension: Pension; 0;
    Pension 4 kind_of_pension: PensionKind; 0;
    Scheme 9 ration: Ration; 0;
    Scheme 9 scheme: Scheme; 0 unless Animal;
    Scheme 7 housing: Housing, Take | Not | Give; 3 unless Animal | Department;
    Department 6 department: Department | Power; 0;
    Department 5 animals: Animal; 0;
    Department 3 police_station: Police; 0;
    Department 4 office: Office; 0;
    Department 6 lost_thing: Lost, Police | Missing; 8;
    Other 12 advertisement: Spam; 0;
};
