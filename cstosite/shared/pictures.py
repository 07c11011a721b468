"""Pictures people upload: what is taken, what is kept of them, and the renditions that pages show."""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError, features

from .uploads import Refused, read

FORMATS = ["JPEG", "PNG", "WEBP"]
# By format or mode, counted before a pixel is decoded: what takes less than 300 MB. WebP takes 16 bytes a pixel.
MAX_PIXELS = {"JPEG": 40_000_000, "MPO": 40_000_000, "PNG": 40_000_000, "CMYK": 30_000_000, "WEBP": 16_000_000}
KEPT_PIXELS = 24_000_000  # what has more is kept at half its width and height
MIN_WIDTH, MIN_HEIGHT = 320, 200
MAX_RATIO = 8  # of the long side to the short one
WIDTHS = (480, 960, 1600)
CARD = (1200, 630)  # what social networks ask for

# Pillow only warns where a picture is about to fill the memory.
warnings.simplefilter("error", Image.DecompressionBombWarning)

_STRIP = 256  # rows
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Encoder:
    """A format files are written in."""

    format: str
    extension: str
    content_type: str
    options: dict


# A faster AVIF is hardly larger; a slower one takes seconds.
_AVIF = Encoder("AVIF", "avif", "image/avif", {"quality": 55, "speed": 8})
_WEBP = Encoder("WEBP", "webp", "image/webp", {"quality": 78, "method": 4})
_JPEG = Encoder("JPEG", "jpg", "image/jpeg", {"quality": 80, "progressive": True, "optimize": True})
_PNG = Encoder("PNG", "png", "image/png", {"compress_level": 4})
# Baseline: a progressive JPEG of this size would take as much memory again.
_KEPT_JPEG = Encoder("JPEG", "jpg", "image/jpeg", {"quality": 90})


@dataclass(frozen=True)
class Accepted:
    """What is kept of an upload: a JPEG, or a PNG where something shows through; upright, sRGB, nothing but pixels."""

    data: bytes
    extension: str  # "jpg" or "png"
    content_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Rendition:
    """One file that pages show, named within its picture's folder."""

    name: str
    data: bytes
    width: int
    height: int
    content_type: str


def accept(file: BinaryIO) -> Accepted:
    """What to keep of an uploaded picture; Refused when it is none, is damaged, or asks for too much."""
    data = read(file)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _check_header(image)
            picture = _pixels(image)
    except Refused:
        raise
    except UnidentifiedImageError as error:
        raise Refused(
            _("It is not a JPEG, PNG or WebP picture, whatever its name says. Save the picture as JPEG and try again.")
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_too_large(MAX_PIXELS["JPEG"])) from error
    except Exception as error:  # Decoders raise what they like about damaged data.
        raise Refused(
            _("The picture is damaged or not complete. Open it, save it as a new JPEG and try again.")
        ) from error
    width, height = picture.size
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        raise Refused(
            _(
                "The picture is too small: it has %(width)d × %(height)d pixels, and at least "
                "%(min_width)d × %(min_height)d are needed. Look for a larger copy."
            )
            % {"width": width, "height": height, "min_width": MIN_WIDTH, "min_height": MIN_HEIGHT}
        )
    encoder = _PNG if picture.mode == "RGBA" else _KEPT_JPEG
    return Accepted(_encoded(picture, encoder), encoder.extension, encoder.content_type, width, height)


def identify(file: BinaryIO) -> tuple[str, int, int]:
    """What a stored file is, by its header alone: its extension, width and height; Refused when it is none of ours."""
    known = {encoder.format: encoder.extension for encoder in (_AVIF, _WEBP, _JPEG, _PNG)}
    try:
        with Image.open(file, formats=list(known)) as image:
            return known[image.format], *image.size
    except Exception as error:  # As above.
        raise Refused(_("It is no picture of a format that is shown here.")) from error


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Width and height, in pixels, of each rendition of a kept picture but the card; the largest comes last."""
    widths = [each for each in WIDTHS if each < width] + [min(width, WIDTHS[-1])]
    return [(each, max(1, (2 * each * height + width) // (2 * width))) for each in dict.fromkeys(widths)]


def extensions(kept: str) -> list[str]:
    """The extensions each size comes in, the lightest first, for a picture kept as "jpg" or "png"."""
    return [encoder.extension for encoder in _encoders(kept)]


def renditions(data: bytes, *, focus: tuple[int, int] = (50, 50)) -> Iterator[Rendition]:
    """Every file made from a kept picture: `480.avif`, `480.webp`, `480.jpg` and so on, and its card."""
    image, size = _opened(data)
    kept = "png" if image.mode == "RGBA" else "jpg"
    for width, height in sizes(*size):
        resized = image.resize((width, height), Image.Resampling.LANCZOS)
        for encoder in _encoders(kept):
            name = f"{width}.{encoder.extension}"
            yield Rendition(name, _encoded(resized, encoder), width, height, encoder.content_type)
    yield _card(image, focus)


def card(data: bytes, *, focus: tuple[int, int] = (50, 50)) -> Rendition:
    """The picture for social networks alone, cut around `focus`: per cent from the left and from the top."""
    return _card(_opened(data)[0], focus)


def card_name(focus: tuple[int, int]) -> str:
    """The card's name says what it was cut around, for a file once written is never changed."""
    x, y = focus
    if not (0 <= x <= 100 and 0 <= y <= 100):
        raise ValueError(focus)
    return f"card-{x}-{y}.jpg"


def _check_header(image):
    """Refuse by what the header says, while no pixel is decoded."""
    width, height = image.size
    limit = MAX_PIXELS.get(image.mode) or MAX_PIXELS[image.format]
    if width * height > limit:
        raise Refused(_too_large(limit))
    if max(width, height) > MAX_RATIO * min(width, height):
        raise Refused(
            _("One side of the picture is more than %(ratio)d times as long as the other. Cut out what is to be seen.")
            % {"ratio": MAX_RATIO}
        )
    # The further pictures of an MPO, as cameras write it, are depths and previews: they are left behind.
    if image.format != "MPO" and getattr(image, "n_frames", 1) != 1:
        raise Refused(_("The picture is animated. Save one of its frames as JPEG."))


def _too_large(limit):
    return _("The picture has more than %(limit)d million pixels. Save it at a smaller size.") % {
        "limit": limit // 1_000_000
    }


def _pixels(image: Image.Image) -> Image.Image:
    """The picture upright, in sRGB, without all else; RGBA only where something does show through.

    It is copied strip by strip, so that there is never a second picture of full size in another mode.
    """
    if image.width * image.height > KEPT_PIXELS:
        image.draft(None, (image.width // 2, image.height // 2))  # decodes a JPEG to less; does nothing to a PNG
    image.load()
    turn = _UPRIGHT.get(_orientation(image))
    factor = 2 if image.width * image.height > KEPT_PIXELS else 1
    mode, converted = _conversion(image)
    width, height = image.size
    picture = Image.new(mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, _STRIP):
        strip = converted(image.crop((0, top, width, min(top + _STRIP, height))))
        picture.paste(strip.reduce(factor), (0, top // factor))
    image.close()  # its memory is needed
    if mode == "RGBA" and picture.getextrema()[3][0] == 255:
        picture = picture.convert("RGB")
    return picture if turn is None else picture.transpose(turn)


def _orientation(image):
    try:
        return image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # Many a camera writes bad EXIF; the picture itself is sound.
        return None


def _conversion(image) -> tuple[str, Callable]:
    """The mode the picture is kept in, and what turns a part of it into that."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    source = image.mode if mode == "RGB" and image.mode in {"L", "CMYK"} else mode
    transform = _to_srgb(image.info.get("icc_profile"), source, mode)

    def converted(part):
        if part.mode.startswith("I"):  # 16 bits, of which Pillow would cut off the upper
            part = part.point(lambda value: value / 256).convert("L")
        part = part.convert(source)
        return ImageCms.applyTransform(part, transform) if transform else part.convert(mode)

    return mode, converted


def _to_srgb(profile, source, mode):
    if not profile:
        return None
    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), source, mode
        )
    except Exception:  # A profile that is broken or of other colours is as good as none.
        return None


def _opened(data):
    """A kept picture with no more pixels than its renditions need, and the size it is kept in."""
    image = Image.open(BytesIO(data), formats=["JPEG", "PNG"])
    size = image.size
    needed = min(size[0], WIDTHS[-1]), min(size[1], CARD[1])
    image.draft("RGB", needed)
    factor = min(image.width // needed[0], image.height // needed[1])
    return image.reduce(factor), size


def _encoders(kept):
    return [*([_AVIF] if features.check("avif") else []), _WEBP, _PNG if kept == "png" else _JPEG]


def _card(image, focus):
    name = card_name(focus)
    scale = min(image.width / CARD[0], image.height / CARD[1])
    width, height = CARD[0] * scale, CARD[1] * scale
    left = min(max(image.width * focus[0] / 100 - width / 2, 0), image.width - width)
    top = min(max(image.height * focus[1] / 100 - height / 2, 0), image.height - height)
    cut = image.resize(CARD, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height))
    if cut.mode == "RGBA":
        white = Image.new("RGB", CARD, "white")
        white.paste(cut, mask=cut)
        cut = white
    return Rendition(name, _encoded(cut, _JPEG), *CARD, _JPEG.content_type)


def _encoded(image, encoder):
    file = BytesIO()
    image.save(file, encoder.format, **encoder.options)
    return file.getvalue()
