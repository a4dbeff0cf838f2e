//! Phrases of the languages that need only a lexicon file.

use super::*;

#[test]
fn french() {
    check(
        Language::French,
        &[
            ("le 11 juillet 2017", &["le 11 juillet 2017=2017-07-11"]),
            ("le 1er janvier 2016", &["le 1er janvier 2016=2016-01-01"]),
            ("lundi 18 septembre", &["lundi 18 septembre=2017-09-18"]),
            ("il l'a dit vendredi dernier", &["vendredi dernier=2017-09-15"]),
            ("la semaine dernière", &["la semaine dernière=2017-W37"]),
            ("l'année prochaine", &["l'année prochaine=2018"]),
            ("cette semaine", &["cette semaine=2017-W38"]),
            ("il y a deux jours", &["il y a deux jours=2017-09-16"]),
            ("aujourd'hui et demain", &["aujourd'hui=2017-09-18", "demain=2017-09-19"]),
            ("avant-hier", &["avant-hier=2017-09-16"]),
            ("en mai 2015", &["mai 2015=2015-05"]),
            ("fin 2016", &["fin 2016=2016"]),
            ("18/09/2017", &["18/09/2017=2017-09-18"]),
            ("les années 1990", &["les années 1990=199"]),
            ("chaque vendredi", &["chaque vendredi=XXXX-WXX-5"]),
            ("hier matin", &["hier matin=2017-09-17TMO"]),
            ("jusqu'au 3 mai 2016", &["3 mai 2016=2016-05-03"]),
            ("qu'11 novembre 1918", &["11 novembre 1918=1918-11-11"]),
            ("du 10 au 12 octobre 2016", &["10=2016-10-10", "12 octobre 2016=2016-10-12"]),
        ],
    );
}

#[test]
fn spanish() {
    check(
        Language::Spanish,
        &[
            ("el 11 de julio de 2017", &["el 11 de julio de 2017=2017-07-11"]),
            ("el lunes 18 de septiembre", &["el lunes 18 de septiembre=2017-09-18"]),
            ("el pasado viernes", &["el pasado viernes=2017-09-15"]),
            ("el viernes pasado", &["el viernes pasado=2017-09-15"]),
            ("la semana pasada", &["la semana pasada=2017-W37"]),
            ("el próximo año", &["el próximo año=2018"]),
            ("este mes", &["este mes=2017-09"]),
            ("hace dos días", &["hace dos días=2017-09-16"]),
            ("anteayer", &["anteayer=2017-09-16"]),
            ("ayer y hoy", &["ayer=2017-09-17", "hoy=2017-09-18"]),
            ("en mayo de 2015", &["mayo de 2015=2015-05"]),
            ("a finales de 2016", &["finales de 2016=2016"]),
            ("18/09/2017", &["18/09/2017=2017-09-18"]),
            ("los años 90", &["los años 90=199"]),
            ("cada viernes", &["cada viernes=XXXX-WXX-5"]),
            ("pasado mañana", &["pasado mañana=2017-09-20"]),
        ],
    );
}

#[test]
fn german() {
    check(
        Language::German,
        &[
            ("am 11. Juli 2017", &["11. Juli 2017=2017-07-11"]),
            ("am Montag, 18. September", &["Montag, 18. September=2017-09-18"]),
            ("am 18.09.2017", &["18.09.2017=2017-09-18"]),
            ("letzten Freitag", &["letzten Freitag=2017-09-15"]),
            ("letzte Woche", &["letzte Woche=2017-W37"]),
            ("im nächsten Jahr", &["nächsten Jahr=2018"]),
            ("vor zwei Tagen", &["vor zwei Tagen=2017-09-16"]),
            ("in drei Wochen", &["in drei Wochen=2017-W41"]),
            ("gestern und heute", &["gestern=2017-09-17", "heute=2017-09-18"]),
            ("vorgestern", &["vorgestern=2017-09-16"]),
            ("Mitte Mai 2015", &["Mitte Mai 2015=2015-05"]),
            ("Ende 2016", &["Ende 2016=2016"]),
            ("jeden Freitag", &["jeden Freitag=XXXX-WXX-5"]),
            ("im 18. Jahrhundert", &["18. Jahrhundert=17"]),
            ("um 19 Uhr", &["19 Uhr=2017-09-18T19"]),
            ("übermorgen", &["übermorgen=2017-09-20"]),
        ],
    );
}

#[test]
fn persian() {
    check(
        Language::Persian,
        &[
            ("۲۷ شهریور ۱۳۹۶", &["۲۷ شهریور ۱۳۹۶=2017-09-18"]),
            ("1 فروردین 1396", &["1 فروردین 1396=2017-03-21"]),
            ("دوشنبه ۲۷ شهریور ۱۳۹۶", &["دوشنبه ۲۷ شهریور ۱۳۹۶=2017-09-18"]),
            ("۱۳۹۶/۰۶/۲۷", &["۱۳۹۶/۰۶/۲۷=2017-09-18"]),
            ("در ۲۰ شهریور", &["۲۰ شهریور=2017-09-11"]),
            ("۱۸ سپتامبر ۲۰۱۷", &["۱۸ سپتامبر ۲۰۱۷=2017-09-18"]),
            ("هفته گذشته", &["هفته گذشته=2017-W37"]),
            ("ماه آینده", &["ماه آینده=2017-10"]),
            ("این هفته", &["این هفته=2017-W38"]),
            ("دو روز پیش", &["دو روز پیش=2017-09-16"]),
            ("دیروز و امروز", &["دیروز=2017-09-17", "امروز=2017-09-18"]),
            ("پس‌فردا", &["پس‌فردا=2017-09-20"]),
            ("جمعه گذشته", &["جمعه گذشته=2017-09-15"]),
            ("قرن هجدهم", &["قرن هجدهم=17"]),
            ("هر روز", &["هر روز=P1D"]),
        ],
    );
}

#[test]
fn turkish() {
    check(
        Language::Turkish,
        &[
            ("11 Temmuz 2017", &["11 Temmuz 2017=2017-07-11"]),
            ("18 Eylül 2017 Pazartesi", &["18 Eylül 2017 Pazartesi=2017-09-18"]),
            ("18.09.2017", &["18.09.2017=2017-09-18"]),
            ("geçen Cuma", &["geçen Cuma=2017-09-15"]),
            ("geçen hafta", &["geçen hafta=2017-W37"]),
            ("gelecek yıl", &["gelecek yıl=2018"]),
            ("bu ay", &["bu ay=2017-09"]),
            ("iki gün önce", &["iki gün önce=2017-09-16"]),
            ("üç hafta sonra", &["üç hafta sonra=2017-W41"]),
            ("dün ve bugün", &["dün=2017-09-17", "bugün=2017-09-18"]),
            ("yarın", &["yarın=2017-09-19"]),
            ("Mayıs 2015", &["Mayıs 2015=2015-05"]),
            ("her gün", &["her gün=P1D"]),
            ("her Cuma", &["her Cuma=XXXX-WXX-5"]),
            ("18. yüzyıl", &["18. yüzyıl=17"]),
        ],
    );
}

#[test]
fn italian() {
    check(
        Language::Italian,
        &[
            ("l'11 luglio 2017", &["l'11 luglio 2017=2017-07-11"]),
            ("il 1º gennaio 2016", &["il 1º gennaio 2016=2016-01-01"]),
            ("lunedì 18 settembre", &["lunedì 18 settembre=2017-09-18"]),
            ("lo ha detto venerdì scorso", &["venerdì scorso=2017-09-15"]),
            ("la settimana scorsa", &["la settimana scorsa=2017-W37"]),
            ("l'anno prossimo", &["l'anno prossimo=2018"]),
            ("questo mese", &["questo mese=2017-09"]),
            ("due giorni fa", &["due giorni fa=2017-09-16"]),
            ("ieri e oggi", &["ieri=2017-09-17", "oggi=2017-09-18"]),
            ("nel maggio 2015", &["maggio 2015=2015-05"]),
            ("18/09/2017", &["18/09/2017=2017-09-18"]),
            ("gli anni 90", &["gli anni 90=199"]),
            ("ogni venerdì", &["ogni venerdì=XXXX-WXX-5"]),
            ("dal 10 al 12 ottobre 2016", &["10=2016-10-10", "12 ottobre 2016=2016-10-12"]),
            // The word for *then* and the word for *year* in a name are not dates.
            ("allora il primo ministro", &["allora=?"]),
        ],
    );
}
