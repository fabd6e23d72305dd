//! The words of the invented newsroom, in the order of [`LOCALES`]. Lists of one kind have the same
//! length in every language; `#` stands for a number.

/// The languages, the source first.
pub const LOCALES: [&str; 3] = ["uk", "ru", "en"];

/// Sections: the words, and the place of the section above.
pub const SECTIONS: &[([&str; 3], Option<usize>)] = &[
    (["Політика", "Политика", "Politics"], None),
    (
        ["Місцева влада", "Местная власть", "Local government"],
        Some(0),
    ),
    (["Економіка", "Экономика", "Economy"], None),
    (["Енергетика", "Энергетика", "Energy"], Some(2)),
    (["Транспорт", "Транспорт", "Transport"], Some(2)),
    (["Суспільство", "Общество", "Society"], None),
    (["Освіта", "Образование", "Education"], Some(5)),
    (["Здоровʼя", "Здоровье", "Health"], Some(5)),
    (["Культура", "Культура", "Culture"], None),
    (["Наука", "Наука", "Science"], None),
    (["Спорт", "Спорт", "Sport"], None),
    (["Думки", "Мнения", "Opinion"], None),
];

/// First names of authors.
pub const FIRST_NAMES: &[[&str; 3]] = &[
    ["Олена", "Елена", "Olena"],
    ["Тарас", "Тарас", "Taras"],
    ["Ірина", "Ирина", "Iryna"],
    ["Максим", "Максим", "Maksym"],
    ["Дарина", "Дарина", "Daryna"],
    ["Андрій", "Андрей", "Andrii"],
    ["Катерина", "Екатерина", "Kateryna"],
    ["Павло", "Павел", "Pavlo"],
];

/// Family names of authors, the same for women and men.
pub const FAMILY_NAMES: &[[&str; 3]] = &[
    ["Гнатюк", "Гнатюк", "Hnatiuk"],
    ["Марченко", "Марченко", "Marchenko"],
    ["Бондар", "Бондарь", "Bondar"],
    ["Лисенко", "Лысенко", "Lysenko"],
    ["Ткач", "Ткач", "Tkach"],
];

/// First words of tags.
pub const TAG_FIRST: &[[&str; 3]] = &[
    ["Новий", "Новый", "New"],
    ["Старий", "Старый", "Old"],
    ["Міський", "Городской", "City"],
    ["Морський", "Морской", "Sea"],
    ["Літній", "Летний", "Summer"],
    ["Зимовий", "Зимний", "Winter"],
    ["Нічний", "Ночной", "Night"],
    ["Шкільний", "Школьный", "School"],
    ["Північний", "Северный", "North"],
    ["Південний", "Южный", "South"],
    ["Великий", "Большой", "Great"],
    ["Малий", "Малый", "Little"],
];

/// Last words of tags, with the kind that they make a tag.
pub const TAG_LAST: &[(&str, [&str; 3])] = &[
    ("TOPIC", ["пором", "паром", "ferry"]),
    ("PLACE", ["маяк", "маяк", "lighthouse"]),
    ("PLACE", ["порт", "порт", "port"]),
    ("TOPIC", ["трамвай", "трамвай", "tram"]),
    ("PLACE", ["міст", "мост", "bridge"]),
    ("PLACE", ["ринок", "рынок", "market"]),
    ("ORGANISATION", ["театр", "театр", "theatre"]),
    ("PLACE", ["стадіон", "стадион", "stadium"]),
    ("EVENT", ["марафон", "марафон", "marathon"]),
    ("PLACE", ["парк", "парк", "park"]),
    ("ORGANISATION", ["музей", "музей", "museum"]),
    ("PLACE", ["вокзал", "вокзал", "station"]),
    ("PLACE", ["причал", "причал", "quay"]),
    ("EVENT", ["фестиваль", "фестиваль", "festival"]),
    ("TOPIC", ["бюджет", "бюджет", "budget"]),
    ("ORGANISATION", ["університет", "университет", "university"]),
];

/// Where the subject of a headline is.
pub const PLACES: &[[&str; 3]] = &[
    ["у Лазурі", "в Лазури", "in Lazur"],
    ["на набережній", "на набережной", "on the embankment"],
    ["біля гавані", "у гавани", "near the harbour"],
    ["на островах", "на островах", "on the islands"],
    ["за річкою", "за рекой", "across the river"],
    ["у старому місті", "в старом городе", "in the old town"],
    [
        "у верхніх кварталах",
        "в верхних кварталах",
        "in the upper quarters",
    ],
    ["у передмісті", "в пригороде", "in the suburbs"],
    ["на узбережжі", "на побережье", "on the coast"],
    ["біля моря", "у моря", "by the sea"],
];

/// Words above a headline.
pub const KICKERS: &[[&str; 3]] = &[
    ["Місто", "Город", "The city"],
    ["Пояснюємо", "Объясняем", "Explained"],
    ["Цифра дня", "Цифра дня", "Figure of the day"],
    ["Наживо", "С места событий", "From the scene"],
    ["Рішення", "Решения", "Decisions"],
];

/// Titles of the home pages.
pub const HOME: [&str; 3] = ["Головна", "Главная", "Home"];

/// What a headline says of its subject, a tag.
pub const HEADLINES: &[[&str; 3]] = &[
    [
        "що зміниться за # днів",
        "что изменится за # дней",
        "what changes in # days",
    ],
    [
        "# відповідей на часті запитання",
        "# ответов на частые вопросы",
        "# questions answered",
    ],
    [
        "рада міста розглянула # пропозицій",
        "горсовет рассмотрел # предложений",
        "council weighs # proposals",
    ],
    [
        "роботи завершать за # тижнів",
        "работы завершат за # недель",
        "work to end in # weeks",
    ],
    [
        "витрати зросли на # відсотків",
        "расходы выросли на # процентов",
        "costs rise by # per cent",
    ],
    [
        "чому всі чекали # років",
        "почему все ждали # лет",
        "why it took # years",
    ],
    [
        "за місяць прийшло # тисяч гостей",
        "за месяц пришло # тысяч гостей",
        "# thousand visitors in a month",
    ],
    [
        "фахівці назвали # причин",
        "специалисты назвали # причин",
        "experts give # reasons",
    ],
    [
        "відкрили # нових місць",
        "открыли # новых мест",
        "# new places open",
    ],
    [
        "розклад змінили на # хвилин",
        "расписание сдвинули на # минут",
        "timetable moves by # minutes",
    ],
    [
        "зібрали # тисяч підписів",
        "собрали # тысяч подписей",
        "# thousand sign the petition",
    ],
    [
        "перші # днів після ремонту",
        "первые # дней после ремонта",
        "first # days after repairs",
    ],
];

/// Sentences of bodies.
pub const SENTENCES: &[[&str; 3]] = &[
    [
        "Про це повідомили в міській раді після засідання, яке тривало # хвилин.",
        "Об этом сообщили в городском совете после заседания, которое длилось # минут.",
        "The council said so after a sitting that lasted # minutes.",
    ],
    [
        "Торік на те саме пішло на # відсотків більше грошей.",
        "В прошлом году на то же самое ушло на # процентов больше денег.",
        "A year ago the same cost # per cent more.",
    ],
    [
        "Мешканці прибережних кварталів просили про це # місяців.",
        "Жители прибрежных кварталов просили об этом # месяцев.",
        "People of the waterfront quarters had asked for it for # months.",
    ],
    [
        "Роботи почнуться рано-вранці, щоб не заважати транспорту.",
        "Работы начнутся рано утром, чтобы не мешать транспорту.",
        "Work will start early in the morning, so that traffic can flow.",
    ],
    [
        "На першому етапі готові # обʼєктів, решта чекає на весну.",
        "На первом этапе готовы # объектов, остальные ждут весны.",
        "The first # sites are ready, the others wait for spring.",
    ],
    [
        "Кожен охочий може переглянути документи на сайті міста.",
        "Каждый желающий может посмотреть документы на сайте города.",
        "Anybody may read the papers on the city’s site.",
    ],
    [
        "За підрахунками університету, це заощадить # мільйонів гривень на рік.",
        "По подсчётам университета, это сэкономит # миллионов гривен в год.",
        "The university reckons that it saves # million hryvnias a year.",
    ],
    [
        "Погода цього тижня сприяла: дощило лише двічі.",
        "Погода на этой неделе помогала: дождь шёл лишь дважды.",
        "The weather helped this week: it rained only twice.",
    ],
    [
        "Працівники порту зауважили, що взимку людей тут менше на # відсотків.",
        "Работники порта заметили, что зимой людей здесь меньше на # процентов.",
        "Dockers noted that winter brings # per cent fewer people.",
    ],
    [
        "Наступне обговорення відбудеться за # днів у міській бібліотеці.",
        "Следующее обсуждение пройдёт через # дней в городской библиотеке.",
        "The next hearing is # days away, in the city library.",
    ],
    [
        "Шкільні групи приходитимуть безоплатно щовівторка.",
        "Школьные группы будут приходить бесплатно каждый вторник.",
        "School groups come in free on Tuesdays.",
    ],
    [
        "У черзі на запис уже # родин, і список щодня довшає.",
        "В очереди на запись уже # семей, и список растёт с каждым днём.",
        "Already # families are on the list, and it grows daily.",
    ],
    [
        "Старий маяк на молі світитиме довше, ніж торік.",
        "Старый маяк на молу будет гореть дольше, чем в прошлом году.",
        "The old lighthouse on the mole will shine longer than last year.",
    ],
    [
        "Перевізники додали # рейсів у вечірні години.",
        "Перевозчики добавили # рейсов в вечерние часы.",
        "Carriers added # runs in the evening.",
    ],
    [
        "Учені виміряли температуру води в # точках затоки.",
        "Учёные измерили температуру воды в # точках залива.",
        "Scientists took the water’s temperature at # points of the bay.",
    ],
    [
        "Ціни на ринку за цей час майже не змінилися.",
        "Цены на рынке за это время почти не изменились.",
        "Market prices hardly moved meanwhile.",
    ],
    [
        "Підрядник обіцяє закінчити за # тижнів і прибрати за собою.",
        "Подрядчик обещает закончить за # недель и убрать за собой.",
        "The contractor promises to finish in # weeks and to clear up.",
    ],
    [
        "Пасажири скаржаться на затримки, водії — на туман.",
        "Пассажиры жалуются на задержки, водители — на туман.",
        "Passengers complain of delays, drivers of the fog.",
    ],
    [
        "Раніше на цьому місці стояли склади, яким понад # років.",
        "Раньше на этом месте стояли склады, которым больше # лет.",
        "Warehouses stood here before, more than # years old.",
    ],
    [
        "Документ підтримали # депутатів, решта утрималася.",
        "Документ поддержали # депутатов, остальные воздержались.",
        "The paper was backed by # deputies, and the rest abstained.",
    ],
    [
        "Редакція надіслала запит і чекає на відповідь.",
        "Редакция направила запрос и ждёт ответа.",
        "Our newsroom has asked for comment and awaits the answer.",
    ],
    [
        "Волонтери зібрали # мішків сміття за один ранок.",
        "Волонтёры собрали # мешков мусора за одно утро.",
        "Volunteers filled # bags of litter in one morning.",
    ],
    [
        "Нові ліхтарі споживають на # відсотків менше струму.",
        "Новые фонари потребляют на # процентов меньше тока.",
        "The new street lamps take # per cent less power.",
    ],
    [
        "Остаточне рішення ухвалять до кінця кварталу.",
        "Окончательное решение примут до конца квартала.",
        "The final decision is due by the end of the quarter.",
    ],
];

/// Quoted words.
pub const QUOTES: &[[&str; 3]] = &[
    [
        "Ми рахували це тричі, і щоразу виходило те саме.",
        "Мы считали это трижды, и каждый раз выходило одно и то же.",
        "We did the sums three times, and they came out the same.",
    ],
    [
        "Місто не стає меншим від того, що в ньому тихіше.",
        "Город не становится меньше оттого, что в нём тише.",
        "A city gets no smaller by getting quieter.",
    ],
    [
        "Найважче було почати, далі пішло само.",
        "Труднее всего было начать, дальше пошло само.",
        "Starting was the hard part; the rest followed.",
    ],
    [
        "Приходьте й подивіться самі: двері відчинені.",
        "Приходите и посмотрите сами: двери открыты.",
        "Come and see for yourselves: the door is open.",
    ],
];

/// Words before a second piece of a quotation.
pub const LEAD_IN: [&str; 3] = [
    "У коментарі також ідеться:",
    "В комментарии также говорится:",
    "The comment goes on:",
];

/// Who is quoted.
pub const SPEAKER: [&str; 3] = [
    "Пресслужба міста",
    "Пресс-служба города",
    "The city’s press office",
];
