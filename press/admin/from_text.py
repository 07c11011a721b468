"""New from text: a whole page is pasted or sent as a file; what was recognised is shown before it is saved."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import FileExtensionValidator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .. import page_loading, transcript
from ..models import Kind


def urls(model_admin):
    """The address of the form, for the admin of press items."""
    view = model_admin.admin_site.admin_view(partial(from_text, model_admin=model_admin))
    return [path("from-text/", view, name="press_pressitem_from_text")]


class PageForm(forms.Form):
    """The text of a page, pasted or in a file; afterwards `text` holds it either way."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField", "autofocus": True}),
        help_text=gettext_lazy("All of it, headline and note included. What is not of the item is set apart."),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file with it"),
        required=False,
        allow_empty_file=True,
        validators=[FileExtensionValidator(["txt"])],
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=gettext_lazy("Plain text (.txt) in UTF-8 or Windows-1251, at most 1 MB."),
    )

    def clean_text(self):
        """A browser sends line ends of its own."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text.encode("utf-8", "replace")) > page_loading.MAX_BYTES:
            raise ValidationError(_("It is larger than 1 MB: no page’s text is."), code="size")
        return text

    def clean_file(self):
        """The text of the file."""
        file = self.cleaned_data["file"]
        try:
            return page_loading.decode(file.read(page_loading.MAX_BYTES + 1)) if file else ""
        except ValueError as error:
            raise ValidationError(str(error), code="file") from None

    def clean(self):
        pasted, sent = self.cleaned_data.get("text", ""), self.cleaned_data.get("file", "")
        if pasted.strip() and sent:
            raise ValidationError(_("Either paste the text or choose a file: both are here."), code="both")
        if not self.errors and not page_loading.page_of(pasted or sent).lines:
            raise ValidationError(_("There is no text in it."), code="empty")
        return {"text": sent or pasted}


def from_text(request, model_admin):
    """Ask for the text; show what was recognised; make the draft."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if "back" in request.POST:
        form = PageForm(initial={"text": request.POST.get("text", "")})
    else:
        form = PageForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if "make" not in request.POST:
            return _page(request, model_admin, "from_text_found", text=text, **_found(text))
        try:
            return _make(request, model_admin, text)
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _page(request, model_admin, "from_text", form=form)


def _page(request, model_admin, name, **context):
    context |= model_admin.admin_site.each_context(request) | {"opts": model_admin.opts, "title": _("New from text")}
    return TemplateResponse(request, f"admin/press/pressitem/{name}.html", context)


def _make(request, model_admin, text):
    """Make the draft, or find the item made of this text before, and go to its form."""
    loaded = page_loading.make_draft(text, by=request.user, again=True)
    if loaded.is_made:
        model_admin.log_addition(request, loaded.item, [{"added": {}}])
        messages.success(request, _("The draft is made. The public sees nothing until it is approved."))
    else:
        messages.warning(request, _("This text was made an item before: here it is. Nothing was added."))
    if not model_admin.has_view_or_change_permission(request, loaded.item):
        return redirect("admin:index")
    return redirect(reverse("admin:press_pressitem_change", args=[loaded.item.pk]))


def _found(text):
    """What was recognised, in words: parts as (label, paragraphs, remark), exchanges, and what to look at."""
    page = page_loading.page_of(text)
    blocks = page_loading.blocks(page)
    exchanges = transcript.exchanges(blocks)
    parts = [
        (_("Kind"), [Kind.INTERVIEW.label if page.is_interview else Kind.PRESS_RELEASE.label], ""),
        (_("Headline"), [page_loading.title_of(page)], ""),
        (_("Date"), _some(page_loading.date_of(page)), _about_date(page)),
        (_("Standfirst"), _some(page.standfirst), ""),
        (_("Speaker"), _some(page.speaker), _about_person(page)),
        (_("Office as printed"), _some(page.office), ""),
        (_("Countries"), [str(country) for country in page_loading.countries_of(page)], ""),
    ]
    outside = blocks
    if page.is_interview:
        parts.append((_("Exchanges found"), [_in_words(exchange) for exchange in exchanges], ""))
        outside = [b for s in transcript.segments(blocks) if isinstance(s, transcript.Narration) for b in s.blocks]
    parts += [
        (_("Text outside the exchanges") if page.is_interview else _("Text"), [_short(b.text) for b in outside], ""),
        (_("Byline"), _some(page.byline), ""),
        (_("Note"), page.note, ""),
        (
            _("Panel left out"),
            page.panel,
            _("Delegations are kept in the register. Nothing of this is in the draft."),
        ),
        (
            _("Could not place"),
            [_("line %(number)d: %(text)s") % line._asdict() for line in page.unplaced],
            _("Kept in the imported text only: copy what belongs to the item."),
        ),
    ]
    return {
        "parts": parts,
        "doubts": [*_doubts(page)],
        "known": page_loading.known_item(text),
        "namesakes": page_loading.same_headline(page, text)[:5],
    }


def _doubts(page):
    """Sentences about what could not be known: of the page, then of the roles."""
    if page.language != page_loading.language_of(page):
        yield _("Its language, %(code)s, is none of the site’s.") % {"code": page.language}
    yield from (page_loading.DOUBT_MESSAGES[code] for code in page.doubts)
    for doubt, text in page.doubts_of_roles:
        if page.is_interview or doubt.code != "no-marks":  # a release need not be marked
            yield _(doubt.message) + (f" “{Truncator(text).words(12)}”" if text else "")


def _in_words(exchange):
    """A prompt and how long its answer is."""
    count = sum(len(turn.blocks) for turn in exchange.answers)
    answer = ngettext("%(count)d paragraph of answer", "%(count)d paragraphs of answer", count) % {"count": count}
    return f"{_short(exchange.prompt_text)} ({answer})"


def _about_person(page):
    person = page_loading.person_of(page)
    if person:
        return _("Linked with this person of the register.")
    return _("No single person of the register has this very name: link one in the form if there is one.")


def _about_date(page):
    if page_loading.time_of(page):
        return _("It is offered as the time of publication on approval.")
    return _("This day is not over: give the time of publication on approval.")


def _short(text):
    return Truncator(text).words(30)


def _some(text):
    return [text] if text else []
