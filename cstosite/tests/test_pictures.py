"""Of an upload only the pixels are kept, upright and in sRGB; what is no picture, or too much of one, is refused."""

import io
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageCms, PngImagePlugin, features

from cstosite.shared import pictures
from cstosite.shared.pictures import accept, card, card_name, extensions, renditions, sizes
from cstosite.shared.uploads import MAX_BYTES, Refused

RED, BLUE = (200, 20, 30), (20, 30, 200)
PAYLOAD = b"<script>payload()</script>"
# Of metadata, of the payloads below, of a second picture or file.
TRACES = [b"Exif", b"GPS", b"55.7558", b"payload", b"xpacket", b"Photoshop", b"ICC_PROFILE", b"iCCP", b"MPF", b"PK\x03"]
SECRETS = [*TRACES, b"iTXt", b"zTXt", b"tEXt", b"eXIf"]


def make_picture(mode="RGB", size=(400, 300)):
    """Its upper half is red, its lower half blue."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0], size[1] // 2))
    return picture.quantize(8) if mode == "P" else picture.convert(mode)


def make_file(picture=None, format="JPEG", **options):
    file = io.BytesIO()
    (picture or make_picture()).save(file, format, **options)
    return file.getvalue()


def make_exif(orientation=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = "payload"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (55.0, 45.0, 21.0), 29: "2026:11:25"})
    return exif


def make_png_header(width, height, *chunks):
    """A PNG that says how large it is, and hardly more."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunk(*each) for each in chunks) + chunk(b"IEND", b"")


def make_profile():
    """A profile where red and blue of sRGB have changed places, so that nobody could miss its use."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")


def kept(data):
    return accept(io.BytesIO(data))


def opened(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def refusal(data):
    with pytest.raises(Refused) as refused:
        kept(data)
    return str(refused.value)


def is_near(pixel, colour, tolerance=16):
    return all(abs(one - other) <= tolerance for one, other in zip(pixel[:3], colour, strict=True))


def halves(data):
    """The colours in the middle of the upper and of the lower half."""
    picture = opened(data).convert("RGB")
    return [picture.getpixel((picture.width // 2, picture.height * quarter // 4)) for quarter in (1, 3)]


def is_red_over_blue(data):
    return all(is_near(*pair) for pair in zip(halves(data), (RED, BLUE), strict=True))


# What is kept


ORDINARY = {
    "JPEG": make_file(),
    "progressive JPEG": make_file(progressive=True),
    "CMYK JPEG": make_file(make_picture("CMYK"), quality=95),
    "PNG": make_file(format="PNG"),
    "palette PNG": make_file(make_picture("P"), "PNG"),
    "WebP": make_file(format="WEBP", quality=95),
}


@pytest.mark.parametrize("data", ORDINARY.values(), ids=ORDINARY)
def test_an_opaque_picture_is_kept_as_jpeg(data):
    picture = kept(data)
    assert (picture.extension, picture.content_type) == ("jpg", "image/jpeg")
    assert (picture.width, picture.height) == opened(picture.data).size == (400, 300)
    assert opened(picture.data).format == "JPEG" and opened(picture.data).mode == "RGB"
    assert is_red_over_blue(picture.data)


def test_a_picture_is_told_by_its_content_not_by_its_name():
    file = io.BytesIO(make_file(format="PNG"))
    file.name = "speech.svg"
    assert accept(file).extension == "jpg"


def test_a_file_somebody_read_before_is_read_from_its_start():
    file = io.BytesIO(make_file())
    file.read()
    assert accept(file).width == 400


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_kept_upright(orientation):
    turned = {
        1: [],
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],  # the camera's turn, which the viewer takes back
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    picture = make_picture()
    picture.paste((250, 250, 250), (0, 0, 200, 150))  # the upper left, so that a mirrored one is told apart
    upright = picture.copy()
    for turn in turned[orientation]:
        picture = picture.transpose(turn)
    result = opened(kept(make_file(picture, exif=make_exif(orientation))).data)
    assert result.size == (400, 300)
    assert all(is_near(result.getpixel(at), upright.getpixel(at)) for at in [(100, 75), (300, 75), (100, 225)])


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_the_others_are_kept_upright_too(format):
    data = make_file(make_picture().transpose(Image.Transpose.ROTATE_90), format, exif=make_exif(6))
    assert is_red_over_blue(kept(data).data)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_photo_with_broken_exif_is_taken_as_it_lies():
    assert is_red_over_blue(kept(make_file(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(20))).data)


def make_mpo():
    return make_file(format="MPO", save_all=True, append_images=[make_picture(size=(640, 480))], exif=make_exif())


def make_text_png():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", PAYLOAD)
    texts.add_text("zipped", PAYLOAD.decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", "<?xpacket?>payload", zip=False)
    return make_file(format="PNG", pnginfo=texts, exif=make_exif(), icc_profile=make_profile())


def make_iptc():
    data = make_file()
    part = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 12) + b"\x1c\x02\x78\0\x07payload"
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(part) + 2) + part + data[2:]


def make_archive():
    file = io.BytesIO(make_file())
    file.seek(0, io.SEEK_END)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("payload.html", PAYLOAD)
    return file.getvalue()


LADEN = {
    "EXIF with a place": make_file(exif=make_exif()),
    "XMP": make_file(xmp=b"<?xpacket begin?>payload"),
    "WebP with EXIF and XMP": make_file(format="WEBP", exif=make_exif(), xmp=b"<?xpacket?>payload"),
    "IPTC": make_iptc(),
    "comment": make_file(comment=PAYLOAD),
    "second picture": make_mpo(),
    "profile": make_file(icc_profile=make_profile()),
    "PNG texts": make_text_png(),
    "archive behind": make_archive(),
    "page behind": make_file() + PAYLOAD,
    "page behind a PNG": make_file(format="PNG") + PAYLOAD,
    "page behind a WebP": make_file(format="WEBP") + PAYLOAD,
}


@pytest.mark.parametrize("data", LADEN.values(), ids=LADEN)
def test_nothing_but_pixels_is_kept_or_shown(data):
    assert any(trace in data for trace in SECRETS)
    picture = kept(data)
    files = [picture.data, *(rendition.data for rendition in renditions(picture.data))]
    assert len(files) > 4
    for file in files:
        assert not [trace for trace in SECRETS if trace in file]
        assert not opened(file).getexif() and "comment" not in opened(file).info


def test_of_a_camera_s_several_pictures_the_first_is_kept():
    data = make_mpo()
    assert opened(data).format == "MPO"
    assert (kept(data).width, kept(data).height) == (400, 300)


def test_other_colours_become_those_of_srgb():
    red, blue = halves(kept(make_file(icc_profile=make_profile())).data)
    assert red[2] > 150 > 100 > red[0] and blue[0] > 150 > 100 > blue[2]


@pytest.mark.parametrize("profile", [b"no profile", make_profile()[:300], bytes(200)])
def test_a_broken_profile_is_as_good_as_none(profile):
    assert is_red_over_blue(kept(make_file(icc_profile=profile)).data)


def test_a_profile_of_other_colours_is_as_good_as_none():
    data = make_file(Image.new("L", (400, 300), 90), icc_profile=make_profile())
    assert is_near(halves(kept(data).data)[0], (90, 90, 90), 2)


def make_grey(mode, format, value=128, **options):
    return make_file(Image.new(mode, (400, 300), value), format, **options)


@pytest.mark.parametrize(
    "data",
    [
        make_grey("L", "JPEG"),
        make_grey("L", "PNG"),
        make_grey("I;16", "PNG", 128 * 257),
        make_grey("LA", "PNG", (128, 255)),
    ],
    ids=["JPEG", "PNG", "16 bits", "with an opaque alpha"],
)
def test_grey_stays_as_light_as_it_was(data):
    assert kept(data).extension == "jpg"
    assert is_near(halves(kept(data).data)[0], (128, 128, 128), 2)


def test_an_interlaced_picture_is_taken():
    # Adam7 in its smallest form: each of the seven passes by hand, all of one grey.
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = b"".join(
        (b"\0" + b"\x80" * len(range(x, 400, across))) * len(range(y, 300, down)) for x, y, across, down in passes
    )
    header = struct.pack(">IIBBBBB", 400, 300, 8, 0, 0, 0, 1)
    data = make_png_header(1, 1, (b"IDAT", zlib.compress(rows)))
    chunk = b"IHDR" + header
    data = data[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + data[33:]
    assert is_near(halves(kept(data).data)[0], (128, 128, 128), 2)


def make_see_through(mode="RGBA"):
    picture = make_picture("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 100, 300))
    return picture.convert(mode)


def make_see_through_palette():
    picture = make_picture("P")
    return make_file(picture, "PNG", transparency=picture.getpixel((0, 0)))


SEE_THROUGH = {
    "PNG": make_file(make_see_through(), "PNG"),
    "grey PNG": make_file(make_see_through("LA"), "PNG"),
    "palette PNG": make_see_through_palette(),
    "one colour of a PNG": make_file(format="PNG", transparency=RED),
    "WebP": make_file(make_see_through(), "WEBP"),
}


@pytest.mark.parametrize("data", SEE_THROUGH.values(), ids=SEE_THROUGH)
def test_where_something_shows_through_it_is_kept_as_png(data):
    picture = kept(data)
    assert (picture.extension, picture.content_type) == ("png", "image/png")
    assert opened(picture.data).format == "PNG"
    files = {rendition.name: rendition for rendition in renditions(picture.data)}
    assert "400.png" in files and "400.jpg" not in files
    for name, rendition in files.items():
        if not name.startswith("card"):
            assert opened(rendition.data).convert("RGBA").getpixel((10, 10))[3] < 10
    assert is_near(opened(files["card-50-50.jpg"].data).getpixel((10, 30)), (255, 255, 255))


def test_a_wholly_opaque_alpha_is_none():
    assert kept(make_file(make_picture("RGBA"), "PNG")).extension == "jpg"


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA")])
def test_a_very_large_picture_is_kept_at_half_its_size(format, mode, monkeypatch):
    monkeypatch.setattr(pictures, "KEPT_PIXELS", 500_000)
    picture = kept(make_file(make_picture(mode, (1001, 601)), format))
    assert (picture.width, picture.height) == (501, 301)
    assert is_red_over_blue(picture.data)


def test_strips_leave_no_seam(monkeypatch):
    slope = Image.linear_gradient("L").resize((400, 700)).convert("RGBA")
    slope.putpixel((0, 0), (0, 0, 0, 0))
    result = opened(kept(make_file(slope, "PNG")).data)
    assert ImageChops.difference(result.convert("RGB"), slope.convert("RGB")).getbbox() is None


# What is refused


def make_animated(format):
    return make_file(format=format, save_all=True, append_images=[Image.new("RGB", (400, 300))])


@pytest.mark.parametrize("format", ["WEBP", "PNG"])
def test_animation_is_refused(format):
    assert "animated" in refusal(make_animated(format))


OTHERS = {
    "GIF": make_file(format="GIF"),
    "animated GIF": make_animated("GIF"),
    "TIFF": make_file(format="TIFF"),
    "BMP": make_file(format="BMP"),
    "EPS": make_file(format="EPS"),
    "ICO": make_file(format="ICO"),
    "PDF": make_file(format="PDF"),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>payload()</script></svg>',
    "HTML": b"<html>" + PAYLOAD + b"</html>",
    "HTML before a JPEG": PAYLOAD + make_file(),
    "archive": b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_what_is_no_jpeg_png_or_webp_is_refused(data):
    assert "not a JPEG, PNG or WebP" in refusal(data)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.4, 0.9])
def test_half_a_picture_is_refused(format, share):
    data = make_file(Image.effect_noise((400, 300), 90).convert("RGB"), format)
    assert "damaged" in refusal(data[: int(len(data) * share)])


@pytest.mark.parametrize("data", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 "])
def test_a_beginning_alone_is_refused(data):
    assert refusal(data)


def test_an_empty_file_is_refused():
    assert "empty" in refusal(b"")


def test_a_file_of_25_mb_is_refused_before_it_is_read_whole():
    class File(io.BytesIO):
        def read(self, size=-1):
            assert 0 < size <= MAX_BYTES + 1
            return super().read(size)

    with pytest.raises(Refused, match="larger than 20 MB"):
        accept(File(make_file() + bytes(25_000_000)))


@pytest.fixture
def undecoded(monkeypatch):
    """Nobody decodes a pixel."""

    def load(image):
        raise AssertionError("decoded")

    monkeypatch.setattr(pictures, "_pixels", load)


@pytest.mark.parametrize("size", [(50_000, 50_000), (8000, 5126), (2**31 - 1, 2**31 - 1), (13_500, 13_500)])
def test_a_bomb_is_refused_by_its_header(size, undecoded):
    assert "more than 40 million pixels" in refusal(make_png_header(*size, (b"IDAT", b"")))


def test_41_million_pixels_of_one_colour_are_refused(undecoded):
    data = make_file(Image.new("1", (8200, 5000)), "PNG")
    assert len(data) < 100_000
    assert "more than 40 million pixels" in refusal(data)


def test_what_takes_more_memory_to_decode_may_have_fewer_pixels(undecoded, monkeypatch):
    monkeypatch.setitem(pictures.MAX_PIXELS, "WEBP", 100_000)
    monkeypatch.setitem(pictures.MAX_PIXELS, "CMYK", 100_000)
    for data in (make_file(format="WEBP"), make_file(make_picture("CMYK"))):
        assert "pixels" in refusal(data)


@pytest.mark.parametrize("size", [(319, 400), (400, 199), (1, 1)])
def test_a_picture_too_small_to_show_is_refused(size):
    assert f"it has {size[0]} × {size[1]} pixels" in refusal(make_file(make_picture(size=size)))


def test_it_is_its_upright_size_that_counts():
    assert kept(make_file(make_picture(size=(250, 350)), exif=make_exif(6))).width == 350


@pytest.mark.parametrize("size", [(3300, 400), (320, 2600)])
def test_a_ribbon_is_refused(size, undecoded):
    assert "more than 8 times" in refusal(make_file(make_picture(size=size)))


@pytest.mark.parametrize("name", [b"iTXt", b"zTXt", b"iCCP"])
def test_text_that_grows_without_end_stays_small(name):
    bomb = zlib.compress(bytes(50_000_000))
    text = {b"iTXt": b"k\0\1\0\0\0", b"zTXt": b"k\0\0", b"iCCP": b"k\0\0"}[name] + bomb
    data = make_file(format="PNG")
    chunk = struct.pack(">I", len(text)) + name + text + struct.pack(">I", zlib.crc32(name + text))
    data = data[:33] + chunk + data[33:]
    tracemalloc.start()
    try:
        assert is_red_over_blue(kept(data).data)
    except Refused as refused:
        assert "damaged" in str(refused)
    finally:
        largest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert largest < 10_000_000


HEADS = [make_file(make_picture(size=(330, 210)), format) for format in ("JPEG", "PNG", "WEBP")]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HEADS), st.floats(0, 1), st.binary(max_size=200), st.booleans())
def test_any_bytes_are_taken_or_refused_and_raise_nothing_else(data, share, noise, goes_on):
    at = int(len(data) * share)
    data = data[:at] + noise + (data[at + len(noise) :] if goes_on else b"")
    try:
        assert kept(data).data[:2] in {b"\xff\xd8", b"\x89P"}
    except Refused as refused:
        assert str(refused)


MEASURED = """
import io, re, sys
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from cstosite.shared.pictures import accept, renditions
from PIL import Image

def peak():
    # Not getrusage: its figure begins with what the process took that started this one.
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1]) // 1024

small = io.BytesIO()
Image.new("RGB", (400, 300)).save(small, "JPEG")
list(renditions(accept(small).data))
before = peak()
with open(sys.argv[1], "rb") as file:
    picture = accept(file)
for rendition in renditions(picture.data):
    pass
print(peak() - before, picture.width, picture.height)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Memory is read from /proc.")
def test_40_million_pixels_take_less_than_300_mb(tmp_path):
    path = tmp_path / "large"  # progressive and of full colour, as takes the most
    Image.new("RGB", (7300, 5470), RED).save(path, "JPEG", progressive=True, subsampling=0, quality=30)
    command = [sys.executable, "-c", MEASURED, str(path)]
    megabytes, width, height = map(int, subprocess.check_output(command, text=True).split())
    assert (width, height) == (3650, 2735)
    assert megabytes <= 300


# What pages show


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4000, 3000), [(480, 360), (960, 720), (1600, 1200)]),
        ((1600, 900), [(480, 270), (960, 540), (1600, 900)]),
        ((1000, 667), [(480, 320), (960, 640), (1000, 667)]),
        ((960, 540), [(480, 270), (960, 540)]),
        ((480, 300), [(480, 300)]),
        ((320, 2560), [(320, 2560)]),
    ],
)
def test_sizes_are_known_without_the_file_and_never_larger_than_it(size, expected):
    assert sizes(*size) == expected


@pytest.mark.parametrize("size", [(1001, 667), (3333, 1111), (330, 401)])
def test_renditions_have_the_names_and_sizes_that_were_told(size):
    picture = kept(make_file(make_picture(size=size)))
    made = list(renditions(picture.data))
    expected = [
        (f"{width}.{extension}", width, height)
        for width, height in sizes(*size)
        for extension in extensions(picture.extension)
    ]
    assert [(each.name, each.width, each.height) for each in made] == [*expected, ("card-50-50.jpg", 1200, 630)]
    for each in made:
        file = opened(each.data)
        assert file.size == (each.width, each.height)
        assert each.content_type == Image.MIME[file.format]
        assert each.name.startswith("card") or is_red_over_blue(each.data)


def test_the_lightest_format_comes_first():
    assert extensions("jpg")[-2:] == ["webp", "jpg"] and extensions("png")[-2:] == ["webp", "png"]
    assert (extensions("jpg")[0] == "avif") == features.check("avif")


def test_without_avif_there_are_the_others(monkeypatch):
    monkeypatch.setattr(features, "check", lambda name: name != "avif")
    names = [each.name for each in renditions(kept(make_file()).data)]
    assert names == ["400.webp", "400.jpg", "card-50-50.jpg"]


def make_spot(size, at):
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (at[0] - 40, at[1] - 40, at[0] + 40, at[1] + 40))
    return make_file(picture)


@pytest.mark.parametrize("size", [(2400, 1260), (1300, 1900), (3000, 800), (400, 300)])
@pytest.mark.parametrize("focus", [(10, 90), (50, 50), (88, 12)])
def test_the_card_shows_what_the_focus_is_on_undistorted(size, focus):
    at = (size[0] * focus[0] // 100, size[1] * focus[1] // 100)
    made = card(make_spot(size, at), focus=focus)
    assert (made.name, made.width, made.height) == (f"card-{focus[0]}-{focus[1]}.jpg", 1200, 630)
    picture = opened(made.data)
    assert picture.size == (1200, 630)
    red = picture.getchannel("R").point(lambda value: 255 * (value > 110)).getbbox()
    assert red
    left, top, right, bottom = red
    if min(left, top) > 0 and right < 1200 and bottom < 630:
        assert abs((right - left) - (bottom - top)) <= 4  # a square stays one


def test_a_card_is_cut_no_smaller_than_the_picture_allows():
    picture = opened(card(make_file(make_picture(size=(1200, 1260)))).data)
    assert is_near(picture.getpixel((600, 100)), RED) and is_near(picture.getpixel((600, 530)), BLUE)


@pytest.mark.parametrize("focus", [(-1, 50), (50, 101)])
def test_a_focus_lies_within_the_picture(focus):
    with pytest.raises(ValueError):
        card_name(focus)
