"""The pictures of the demo stories, drawn on demand: no image file is kept in the repository.

The same key gives the same bytes with the same version of Pillow, because every scene draws from a generator
that is seeded with the key. Formats and shapes vary on purpose, as they do in a newsroom: landscape and
portrait, a square, panoramas, a small file, PNG and WebP, and one telephone picture whose EXIF says that it
lies on its side.
"""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from .scenes import fields, land, meetings, offices, papers, rooms, stage, valley, village
from .scenes.canvas import Canvas

LANDSCAPE, PORTRAIT, SQUARE = (1600, 1067), (1067, 1600), (1400, 1400)
PANORAMA, SMALL = (2400, 900), (480, 320)

SCENES = {
    "aerial": fields.aerial,
    "archive": papers.archive,
    "bridge": valley.bridge,
    "building": offices.building,
    "charts": papers.charts,
    "classroom": offices.classroom,
    "counter": offices.counter,
    "delegates": meetings.delegates,
    "desk": papers.desk,
    "evening_class": valley.evening_class,
    "group": meetings.group,
    "hall": stage.hall,
    "handover": meetings.handover,
    "honours": meetings.honours,
    "market": valley.market,
    "mountains": land.mountains,
    "planting": village.planting,
    "portrait": rooms.portrait,
    "road": fields.road,
    "signing": meetings.signing,
    "speaker": stage.speaker,
    "stilts": village.stilts,
    "storm": valley.storm,
    "table": rooms.table,
    "terraces": fields.terraces,
    "visit": village.visit,
}


@dataclass(frozen=True)
class PictureSpec:
    """What to draw: the scene, its parameters, the size as seen (pixels), the file's format and orientation.

    `turned` stores the picture on its side with EXIF orientation 6, as telephones do.
    """

    scene: str
    params: dict = field(default_factory=dict)
    size: tuple[int, int] = LANDSCAPE
    format: str = "JPEG"
    turned: bool = False


def _spec(scene: str, size=LANDSCAPE, form: str = "JPEG", turned: bool = False, **params) -> PictureSpec:
    """Return a PictureSpec; the parameters of the scene come last, by name."""
    return PictureSpec(scene, params, size, form, turned)


PICTURES: dict[str, PictureSpec] = {
    # A day in Mường Thao: thirty pictures from before dawn to the evening.
    "mt-song-som": _spec("mountains", PANORAMA, hour="dawn", boat=True, boats=2),
    "mt-ban-som": _spec("stilts", hour="dawn", houses=4, walkers=1),
    "mt-ruong-nuoc": _spec("terraces", hour="dawn", season="water", people=2),
    "mt-duong-som": _spec("road", hour="mist", riders=1),
    "mt-tru-so": _spec("building", hour="morning", floors=2, people=3),
    "mt-dau-ngay": _spec("group", people=8, front="office"),
    "mt-mot-cua": _spec("counter", desks=2, waiting=3, highland=True),
    "mt-cong-chuc": _spec("portrait", PORTRAIT, woman=True, dress="ao_dai", place="office"),
    "mt-quay-ho-so": _spec("counter", desks=3, waiting=2, wall=(226, 238, 232), highland=True),
    "mt-giao-ban": _spec("table", seats=8, shape="oval"),
    "mt-xuong-ban": _spec("road", hour="morning", riders=2),
    "mt-cau-treo": _spec("bridge", hour="morning", walkers=3),
    "mt-dau-ban": _spec("stilts", hour="noon", houses=3, walkers=3),
    "mt-tham-nha": _spec("visit", hour="morning", guests=2),
    "mt-ba-ban": _spec("portrait", woman=True, dress="highland", place="village", hour="morning"),
    "mt-ruong-trua": _spec("terraces", hour="noon", season="green", people=4),
    "mt-cho-phien": _spec("market", hour="morning", people=7),
    "mt-ban-tu-van": _spec("market", SQUARE, hour="noon", people=4),
    "mt-nhin-tu-cao": _spec("aerial", hour="noon"),
    "mt-kho-luu-tru": _spec("archive", keeper=True, cart=False),
    "mt-ho-so-giay": _spec("desk", kind="papers"),
    "mt-tap-huan": _spec("classroom", rows=2, dress="highland"),
    "mt-trong-cay": _spec("planting", hour="golden", people=4),
    "mt-cay-non": _spec("planting", PORTRAIT, close=True, hour="golden"),
    "mt-hop-ban": _spec("delegates", rows=2, dress="highland", hands=2, wall="wood"),
    "mt-truong-ban": _spec("portrait", PORTRAIT, turned=True, woman=False, dress="highland", place="village"),
    "mt-ruong-chieu": _spec("terraces", hour="golden", season="gold", people=3, huts=2),
    "mt-ben-song": _spec("mountains", hour="golden", boat=True),
    "mt-hoang-hon": _spec("stilts", hour="dusk", houses=4, walkers=2),
    "mt-lop-dem": _spec("evening_class", people=6),
    # The review of the two-tier local government: twelve pictures of one conference.
    "hn-toan-canh": _spec("hall", PANORAMA, wall="wood", rows=4, speaker=0.2, presidium=7),
    "hn-khai-mac": _spec("speaker", woman=False, dress="suit", wall="wood", side=0.5),
    "hn-dai-bieu": _spec("delegates", rows=3, wall="cream"),
    "hn-tham-luan-1": _spec("speaker", woman=True, dress="ao_dai", wall="wood", side=0.4),
    "hn-tham-luan-2": _spec("speaker", woman=False, dress="highland", wall="wood", side=0.6, raised=True),
    "hn-tham-luan-3": _spec("speaker", PORTRAIT, woman=False, dress="shirt", wall="wood", side=0.5),
    "hn-bieu-quyet": _spec("delegates", rows=2, hands=3, wall="cream"),
    "hn-so-lieu": _spec("charts", form="PNG", bars=6),
    "hn-ky-ket": _spec("signing", wall="cream", pairs=2),
    "hn-khen-thuong": _spec("honours", people=7, given="frame"),
    "hn-tang-hoa": _spec("honours", people=4, given="flowers", dress="office", wall="cream"),
    "hn-luu-niem": _spec("group", people=11),
    # Youth union: three pictures.
    "tn-ra-quan": _spec("planting", hour="morning", people=6),
    "tn-cay-lim": _spec("planting", close=True, hour="noon"),
    "tn-doi-xanh": _spec("mountains", form="WEBP", hour="noon", river=False),
    # One-stop shops.
    "mc-phuong": _spec("counter", desks=3, waiting=4),
    "mc-vung-cao": _spec("counter", desks=2, waiting=2, wall=(240, 236, 226), highland=True),
    "mc-tru-so": _spec("building", hour="golden", floors=2, people=4),
    "mc-luu-dong": _spec("market", hour="golden", people=5),
    "mc-xep-hang": _spec("charts", kind="wide", bars=9, look=(16, 74, 92)),
    # The archive and the office's papers.
    "lt-kho": _spec("archive", warm=False, keeper=False),
    "lt-so-hoa": _spec("desk", kind="scan"),
    "lt-hoi-thao": _spec("delegates", rows=3, wall="green"),
    "lt-dien-gia": _spec("speaker", woman=True, dress="suit", wall="green", side=0.55),
    "lt-giam-doc": _spec("portrait", woman=False, dress="shirt", place="archive"),
    "vb-du-thao": _spec("desk", form="WEBP", kind="tea", tone=(128, 96, 76)),
    # People, classes, decisions.
    "tc-trao-quyet-dinh": _spec("handover", woman=True),
    "tc-hoi-nghi": _spec("hall", wall="stone", rows=3, presidium=4, speaker=0.84),
    "tc-lop-boi-duong": _spec("classroom", rows=3),
    "tc-phong-thi": _spec("classroom", SQUARE, rows=3, board=(232, 238, 226)),
    "tc-tap-huan-mot-cua": _spec("classroom", rows=2, dress="shirt", board=(240, 232, 218)),
    "tc-thuc-hanh": _spec("counter", desks=2, waiting=4, wall=(230, 234, 244)),
    "tc-soan-van-ban": _spec("classroom", rows=3, dress="shirt", trainer=False),
    # Emulation.
    "td-ton-vinh": _spec("honours", PANORAMA, people=10, given="frame", wall="blue"),
    "td-trao-bang": _spec("handover", PORTRAIT, woman=False, dress="highland"),
    "td-phat-dong": _spec("hall", wall="blue", rows=4, presidium=5, screen=True),
    "td-giao-uoc": _spec("signing", wall="green", pairs=2),
    "td-chan-dung": _spec("portrait", PORTRAIT, woman=True, dress="shirt", place="office"),
    "td-den-ban": _spec("road", hour="golden", riders=1),
    "td-ben-bep": _spec("visit", hour="golden", guests=1),
    "td-huong-dan": _spec("evening_class", people=4),
    # The department's own days.
    "sn-kiem-tra": _spec("table", seats=10, shape="rect", tone=(138, 86, 56)),
    "sn-tiep-dan": _spec("table", seats=6, shape="oval", tone=(166, 116, 74)),
    "sn-doan-ban": _spec("signing", wall="blue", pairs=2),
    "sn-dang-bo": _spec("hall", wall="cream", rows=4, presidium=3, speaker=0.2),
    "sn-chi-doan": _spec("speaker", woman=False, dress="youth", wall="cream", side=0.5),
    "sn-truc-tuyen": _spec("hall", wall="green", rows=3, presidium=5, screen=True),
    "sn-doi-thoai": _spec("delegates", rows=2, dress="youth", hands=2, wall="blue"),
    "sn-can-bo-huu": _spec("group", people=7, sky_tones=((214, 186, 150), (246, 232, 206))),
    "sn-bieu-do": _spec("charts", form="PNG", bars=8, look=(46, 40, 96)),
    "sn-bao": _spec("storm"),
    "sn-trung-tam-xa": _spec("aerial", SMALL, hour="morning"),
}

_FORMATS = {
    "JPEG": ("jpg", {"quality": 86, "optimize": False}),
    "PNG": ("png", {"compress_level": 6}),
    "WEBP": ("webp", {"quality": 84, "method": 3}),
}
_EXIF_ORIENTATION = 0x0112
_QUARTER_TURN = 6  # "turn the stored picture by 90 degrees clockwise to see it" (EXIF 2.3, tag 274)


def draw(key: str) -> tuple[str, bytes]:
    """Draw one picture.

    Takes a key of `PICTURES`; returns the file's name and its bytes. Raises KeyError for an unknown key.
    """
    spec = PICTURES[key]
    canvas = Canvas(*spec.size, seed=key)
    tint = SCENES[spec.scene](canvas, **spec.params)
    # A chart is a flat graphic: grain would only make its PNG ten times larger.
    image = canvas.finish(tint, grain=0.0 if spec.scene == "charts" else 0.05)
    suffix, options = _FORMATS[spec.format]
    if spec.turned:
        exif = Image.Exif()
        exif[_EXIF_ORIENTATION] = _QUARTER_TURN
        image = image.transpose(Image.Transpose.ROTATE_90)
        options = {**options, "exif": exif}
    file = BytesIO()
    image.save(file, spec.format, **options)
    return f"{key}.{suffix}", file.getvalue()
