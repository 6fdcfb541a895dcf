"""Top-level domains that mark an address without "http://": those of countries, and the common others."""

_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz
ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr
ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it
je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly
ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om
pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx
sy sz tc td tf tg th tj tk tl tm tn to tp tr tt tv tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws
ye yt za zm zw
"""
_COUNTRIES_IN_OTHER_SCRIPTS = """
рф укр бел срб мкд мон қаз бг ею ελ ευ հայ გე 中国 中國 香港 澳門 台湾 台灣 新加坡 한국 ไทย ລາວ भारत বাংলা ভারত
ਭਾਰਤ ભારત இந்தியா இலங்கை சிங்கப்பூர் భారత్ ලංකා
مصر قطر عمان تونس سودان سورية عراق فلسطين السعودية المغرب الجزائر الاردن امارات ایران پاکستان بھارت مليسيا
"""
_GENERIC = """
com org net edu gov mil int info biz name pro mobi aero asia cat coop jobs museum post tel travel xxx arpa
academy agency app art audio author band bar beer best bet bike bio black blog blue book boutique build builders
business buzz cafe cam camera camp capital cards care career careers casa cash casino center chat church city
claims cleaning click clinic clothing cloud club coach codes coffee college community company computer consulting
contact cooking cool country coupons courses credit cricket cruises dance data date dating day deals degree delivery
democrat dental design dev diamonds diet digital direct directory doctor dog domains download earth eco education
email energy engineer engineering enterprises equipment estate events exchange expert express fail faith family fan
fans farm fashion film finance financial fish fit fitness flights florist flowers football forsale foundation fun
fund furniture futbol fyi gallery game games garden gift gifts gives glass global gold golf gratis green gripe group
guide guitars guru health help hiphop hockey holdings holiday home horse hospital host hosting house how immo
industries ink institute insurance insure international investments jetzt jewelry kaufen kim kitchen kiwi land law
lawyer lease legal lgbt life lighting limited limo link live loan loans lol london love ltd luxury maison management
market marketing markets mba media memorial men menu moda moe money mortgage movie network new news ninja nyc one
online page partners parts party pet photo photography photos pics pictures pink pizza place plumbing plus poker
press productions promo properties property pub qpon quest racing radio realty recipes red rehab reise rent rentals
repair report republican rest restaurant review reviews rich rip rocks run sale salon school science security
services sexy shoes shop shopping show singles site ski soccer social software solar solutions space sport store
stream studio study style sucks supplies supply support surf surgery systems tattoo tax taxi team tech technology
tennis theater tickets tienda tips tires today tools top tours town toys trade trading training tube university uno
vacations ventures vet video villas vin vip vision vodka vote voting voyage watch webcam website wedding wiki win
wine work works world wtf xyz yoga zone google youtube amazon apple microsoft bbc berlin paris tokyo wien hamburg
koeln amsterdam barcelona quebec scot wales irish africa みんな コム グーグル 网络 公司 网址 网站 онлайн сайт
дети москва орг संगठन شبكة موقع セール ストア ファッション クラウド 닷컴 닷넷 商店 商城 手机 中文网 在线
"""

TOP_LEVEL = tuple(
    sorted(f"{_COUNTRIES}{_COUNTRIES_IN_OTHER_SCRIPTS}{_GENERIC}".split(), key=lambda name: (-len(name), name))
)
"""Names in the root zone that writers use, longest first. The zone has some 1,400; the rest are brands."""
