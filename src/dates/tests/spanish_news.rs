//! Spanish news: sentences as newspapers of Spain and Latin America write them, on Wednesday, 18 October 2023.

use super::reading::holds;
use super::*;

fn news(table: &[(&str, &[&str])]) {
    let table: Vec<_> = table.iter().map(|(text, dates)| (Language::Spanish, "2023-10-18", *text, *dates)).collect();
    holds(&table);
}

#[test]
fn what_has_happened() {
    news(&[
        (
            "MADRID, 17 de octubre. El Gobierno aprobó ayer el decreto.",
            &["17 de octubre=2023-10-17", "ayer=2023-10-17"],
        ),
        ("El ministro viajó anteayer a Lima y regresó anoche.", &["anteayer=2023-10-16", "anoche=2023-10-17TNI"]),
        ("El temblor se sintió anteanoche en la costa.", &["anteanoche=2023-10-16TNI"]),
        ("La alcaldesa llegó antier a Puebla.", &["antier=2023-10-16"]),
        (
            "El incendio comenzó hace tres días y fue sofocado ayer por la mañana.",
            &["hace tres días=2023-10-15", "ayer por la mañana=2023-10-17TMO"],
        ),
        ("El pasado viernes cerró la última fábrica.", &["El pasado viernes=2023-10-13"]),
        ("El acuerdo se firmó el pasado 3 de octubre.", &["el pasado 3 de octubre=2023-10-03"]),
        ("El barco zarpó el 28 de agosto pasado.", &["el 28 de agosto pasado=2023-08-28"]),
        ("El tribunal dictó sentencia este lunes.", &["este lunes=2023-10-16"]),
        ("El escritor murió este domingo en su casa.", &["este domingo=2023-10-15"]),
        ("La reunión del jueves 12 de octubre terminó sin acuerdo.", &["jueves 12 de octubre=2023-10-12"]),
        ("El choque ocurrió en la madrugada del sábado.", &["la madrugada del sábado=2023-10-14TMO"]),
        ("Un camión volcó esta madrugada en la autopista.", &["esta madrugada=2023-10-18TMO"]),
        ("La protesta empezó en la noche del martes.", &["la noche del martes=2023-10-17TNI"]),
        ("El fuego se declaró el martes en la noche.", &["el martes en la noche=2023-10-17TNI"]),
        ("En lo que va de año se han vendido 300 barcos.", &["lo que va de año=2023"]),
        ("En lo que va del mes llovió once días.", &["lo que va del mes=2023-10", "once días=P11D"]),
        ("Las obras empezaron a principios de mes.", &["principios de mes=2023-10 Start"]),
        ("El río creció a mediados de septiembre.", &["mediados de septiembre=2023-09 Mid"]),
        ("La empresa cerró a finales del mes pasado.", &["finales del mes pasado=2023-09 End"]),
        ("Hace más de dos décadas que no llovía así.", &["Hace más de dos décadas=200 MoreThan"]),
        ("El paro bajó en el tercer trimestre.", &["el tercer trimestre=2023-Q3"]),
        ("En el primer semestre de 2022 subieron los precios.", &["el primer semestre de 2022=2022-H1"]),
        ("En los últimos tres meses hubo seis robos.", &["los últimos tres meses=P3M"]),
        ("En las últimas 24 horas nevó en la sierra.", &["las últimas 24 horas=PT24H"]),
        (
            "Entre el 9 y el 13 de octubre se recogieron 40 toneladas.",
            &["el 9=2023-10-09", "el 13 de octubre=2023-10-13"],
        ),
    ]);
}

#[test]
fn what_is_to_come() {
    news(&[
        ("La sesión se reanudará pasado mañana.", &["pasado mañana=2023-10-20"]),
        ("El plazo vencerá dentro de dos semanas.", &["dentro de dos semanas=2023-W44"]),
        ("Las elecciones se celebrarán el próximo domingo.", &["el próximo domingo=2023-10-22"]),
        ("El juez la interrogará el martes que viene.", &["el martes que viene=2023-10-24"]),
        ("El presidente hablará este lunes ante el Congreso.", &["este lunes=2023-10-23"]),
        ("El tren volverá a circular mañana por la noche.", &["mañana por la noche=2023-10-19TNI"]),
        ("La tienda abrirá el mes entrante.", &["el mes entrante=2023-11"]),
        ("El puente estará listo a comienzos de 2025.", &["comienzos de 2025=2025 Start"]),
        ("La ley entrará en vigor el próximo 1 de enero.", &["el próximo 1 de enero=2024-01-01"]),
        ("La feria se celebrará del 3 al 7 de noviembre.", &["3=2023-11-03", "7 de noviembre=2023-11-07"]),
        (
            "El curso durará desde el 15 de enero hasta el 30 de junio de 2024.",
            &["el 15 de enero=2024-01-15", "el 30 de junio de 2024=2024-06-30"],
        ),
        ("La vuelta comienza el 5 de mayo en Cali.", &["el 5 de mayo=2024-05-05"]),
        ("El campeonato arranca el sábado.", &["el sábado=2023-10-21"]),
        ("El fin de semana lloverá en el norte.", &["El fin de semana=2023-W42-WE"]),
        (
            "La subasta será en la primera quincena de noviembre.",
            &["la primera quincena de noviembre=2023-11-01/2023-11-15"],
        ),
        ("El museo cerrará a fin de año.", &["fin de año=2023 End"]),
    ]);
}

#[test]
fn feasts() {
    news(&[
        ("Los comercios cerraron el día de Navidad.", &["el día de Navidad=2022-12-25"]),
        (
            "La familia se reunirá en Nochebuena y brindará en Nochevieja.",
            &["Nochebuena=2023-12-24", "Nochevieja=2023-12-31"],
        ),
        ("El servicio volverá el día de Año Nuevo.", &["el día de Año Nuevo=2024-01-01"]),
        (
            "La cabalgata saldrá la noche de Reyes y el Día de Reyes habrá feria.",
            &["la noche de Reyes=2024-01-05", "el Día de Reyes=2024-01-06"],
        ),
        ("El desfile de la Hispanidad se celebró bajo la lluvia.", &[]),
        ("El Día de la Hispanidad hubo desfile en Madrid.", &["El Día de la Hispanidad=2023-10-12"]),
        ("Durante la Semana Santa visitaron la ciudad 90.000 turistas.", &["la Semana Santa=2023-W14"]),
        ("La Semana Santa de 2024 será en marzo.", &["La Semana Santa de 2024=2024-W13", "marzo=2024-03"]),
        ("El Viernes Santo no habrá mercado.", &["El Viernes Santo=2024-03-29"]),
        ("El Domingo de Resurrección nevó en los Andes.", &["El Domingo de Resurrección=2023-04-09"]),
        ("La víspera de Todos los Santos habrá función.", &["Todos los Santos=2023-11-01"]),
        ("El Día de Muertos cerrarán los bancos.", &["El Día de Muertos=2023-11-02"]),
        ("El Miércoles de Ceniza de 2022 llovió.", &["El Miércoles de Ceniza de 2022=2022-03-02"]),
        ("La noche de San Juan ardieron 200 hogueras.", &["La noche de San Juan=2023-06-23"]),
    ]);
}

#[test]
fn clocks_and_counted_days() {
    news(&[
        (
            "El partido empezará a las ocho y media de la tarde del sábado.",
            &["las ocho y media de la tarde del sábado=2023-10-21T20:30"],
        ),
        ("El tren descarriló a las 14.35 horas del lunes.", &["las 14.35 horas del lunes=2023-10-16T14:35"]),
        ("El pleno comienza hoy a las 19:30 hs.", &["hoy a las 19:30 hs=2023-10-18T19:30"]),
        ("El eclipse se verá mañana a las 7:15 p. m.", &["mañana a las 7:15 p. m.=2023-10-19T19:15"]),
        (
            "La explosión se oyó a las dos de la madrugada del domingo.",
            &["las dos de la madrugada del domingo=2023-10-15T02"],
        ),
        ("El vuelo aterrizó a las doce de la noche del lunes.", &["las doce de la noche del lunes=2023-10-16T24"]),
        ("El decreto del 5 del presente mes cerró la ruta.", &["5 del presente mes=2023-10-05"]),
        ("El aviso es del sáb. 14 oct. 2023.", &["sáb. 14 oct. 2023=2023-10-14"]),
        ("Las inscripciones cierran el 31 de octubre a las 23.59.", &["el 31 de octubre a las 23.59=2023-10-31T23:59"]),
        ("El primer lunes de mayo se abrirá el paseo.", &["El primer lunes de mayo=2024-05-06"]),
        (
            "La obra se estrenó en la segunda quincena de julio.",
            &["la segunda quincena de julio=2023-07-16/2023-07-31"],
        ),
        (
            "Nació el cuatro de mayo de mil novecientos noventa.",
            &["el cuatro de mayo de mil novecientos noventa=1990-05-04"],
        ),
        ("La iglesia se levantó en el siglo XVI y se reformó en el XIX.", &["el siglo XVI=15"]),
        ("Hubo doscientos cincuenta días de sequía.", &["doscientos cincuenta días=P250D"]),
        ("La crisis de los años noventa acabó en 2003.", &["los años noventa=199", "2003=2003"]),
        ("El sello lleva la fecha 12-OCT-2023.", &["12-OCT-2023=2023-10-12"]),
        ("El 1.º de mayo hubo marchas en 40 ciudades.", &["El 1.º de mayo=2023-05-01"]),
    ]);
}

#[test]
fn words_that_only_look_like_dates() {
    news(&[
        ("Vive en la avenida 9 de Julio, esquina con la calle 25 de Mayo.", &[]),
        ("Se manifestaron en la plaza de Mayo.", &[]),
        ("El segundo tiempo fue mejor que el primero.", &[]),
        ("Juan Domingo pidió una segunda mitad más larga.", &[]),
        ("Pasaron la mañana en el mar. 15 personas se bañaron.", &[]),
        ("Llegaron hasta el mar. El mar. 15 barcos zarparon.", &[]),
        ("Reyes y Santos jugaron de inicio.", &[]),
        ("Los lunes cierra el museo; el mañana es incierto.", &["Los lunes=XXXX-WXX-1 SET"]),
        ("Tras el viernes negro cayeron las ventas.", &[]),
        ("La feria del Año Nuevo chino abre sus puertas.", &[]),
        ("Compró mil doscientas vacas en mil quinientos veinte municipios.", &[]),
    ]);
}
