"""The request panel: prompt, size, quality, variations, what they will cost, and the one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from turbo_studio.core.draft import clean_prompt
from turbo_studio.core.profile import Quality
from turbo_studio.ui.figures import format_dollars, say_quality
from turbo_studio.ui.panels.field_note import FieldNote, set_property
from turbo_studio.ui.panels.prompt_edit import PromptEdit
from turbo_studio.ui.panels.size_field import SizeField

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.request import InvalidRequest
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

SUBMIT_KEY = "Ctrl+Enter"
_PASTE_FACTOR = 1.25
"""A text of up to so many times the limit can be pasted, to be shortened here."""
_PROMPT_LINES = 4
_SCROLLED_HEIGHT_MIN = 84
_WORDS_BESIDE_KEY_MAX = 24
"""Characters on the button beside which its key has room in the narrowest panel."""


class RequestPanel(QWidget):
    """Writes each change into the session's draft, and shows the draft when the session changes it."""

    paste_as_source_requested = Signal()
    """Ctrl+V in the prompt, with a picture or files on the clipboard."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._build_prompt()
        self._build_fields()
        self._build_button()
        self._lay_out()
        self._connect(bridge)
        self._show_draft()

    @Slot()
    def submit(self) -> None:
        """Send what stands here, or say at the field why it cannot be sent."""
        self.size_field.finish_editing()
        self._clear_refusal()
        refusal = self._session.submit()
        if refusal is not None:
            self._show_refusal(refusal)
        self._show_cap()  # what is sent counts as spent

    # Building

    def _build_prompt(self) -> None:
        characters_max = int(self._session.profile.prompt_characters_max * _PASTE_FACTOR)
        self.prompt_edit = PromptEdit(characters_max, self)
        self.prompt_edit.setObjectName("prompt_edit")
        self.prompt_edit.setAccessibleName(self.tr("Prompt"))
        self.prompt_edit.setPlaceholderText(self.tr("Describe what you want to see"))
        self.prompt_edit.setMinimumHeight(self.fontMetrics().lineSpacing() * _PROMPT_LINES)
        # Its own idea of a height is for a whole page: it takes what is left.
        self.prompt_edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.counter = _build_label("secondary", self)
        self.counter.setObjectName("prompt_counter")
        self.prompt_note = FieldNote(self.prompt_edit, self)

    def _build_fields(self) -> None:
        profile = self._session.profile
        self.size_field = SizeField(profile, self)
        self.quality_box = QComboBox(self)
        self.quality_box.setObjectName("quality_box")
        self.quality_box.setAccessibleName(self.tr("Quality"))
        for quality in Quality:
            self.quality_box.addItem(say_quality(quality), quality.value)
        self.variations_box = QSpinBox(self)
        self.variations_box.setObjectName("variations_box")
        self.variations_box.setAccessibleName(self.tr("Variations"))
        self.variations_box.setToolTip(self.tr("How many pictures to ask for; each is one request"))
        self.variations_box.setRange(1, profile.variations_max)

    def _build_button(self) -> None:
        self.estimate_label = _build_label("secondary", self)
        self.estimate_label.setObjectName("estimate_label")
        self.estimate_label.setWordWrap(True)
        self.estimate_label.setToolTip(self.tr("From published prices; your gateway may count differently"))
        self.submit_button = QPushButton(self)
        self.submit_button.setObjectName("submit_button")
        set_property(self.submit_button, "primary", value=True)
        self.submit_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sources_note = FieldNote(self.submit_button, self)
        self.cheaper_button: QPushButton | None = None
        """Offers a size that costs less; made when there is one for the first time."""
        self.cap_note: FieldNote | None = None
        """Says that a press would go over the day's limit; made when one would for the first time."""

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        title = _build_label("heading", self)
        title.setText(self.tr("Prompt"))
        title.setBuddy(self.prompt_edit)
        heading.addWidget(title)
        heading.addStretch()
        heading.addWidget(self.counter)
        fields = _Fields()
        fields.column.addLayout(heading)
        fields.column.addWidget(self.prompt_edit, 1)
        fields.column.addWidget(self.prompt_note)
        fields.column.addLayout(self._lay_out_fields())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_build_scroll_area(fields), 1)
        layout.addLayout(self._lay_out_foot())
        self.setTabOrder(self.variations_box, self.submit_button)

    def _lay_out_foot(self) -> QVBoxLayout:
        """What stays in sight however low the window is: the price and the button."""
        self._foot = foot = QVBoxLayout()
        foot.setContentsMargins(14, 6, 14, 14)
        foot.setSpacing(8)
        for widget in (self.estimate_label, self.submit_button, self.sources_note):
            foot.addWidget(widget)
        return foot

    def _lay_out_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Size"), self.size_field),
            (self.tr("Quality"), self.quality_box),
            (self.tr("Variations"), self.variations_box),
        )
        self._field_labels: list[QLabel] = []
        for row, (words, field) in enumerate(fields):
            label = _build_label("secondary", self)
            label.setText(words)
            label.setBuddy(field)
            self._field_labels.append(label)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
        return grid

    def _connect(self, bridge: Bridge) -> None:
        self.prompt_edit.textChanged.connect(self._on_prompt_edit_text_changed)
        self.prompt_edit.submit_requested.connect(self.submit)
        self.prompt_edit.paste_as_source_requested.connect(self.paste_as_source_requested)
        self.prompt_edit.text_clipped.connect(self._on_prompt_edit_text_clipped)
        self.size_field.size_chosen.connect(self._on_size_field_size_chosen)
        self.quality_box.activated.connect(self._on_quality_box_activated)
        self.variations_box.valueChanged.connect(self._on_variations_box_value_changed)
        self.submit_button.clicked.connect(self.submit)
        bridge.draft_changed.connect(self._on_bridge_draft_changed)
        bridge.sources_changed.connect(self._on_bridge_sources_changed)
        for signal in (bridge.connection_changed, bridge.preferences_changed, bridge.spending_changed):
            signal.connect(self._show_estimate)

    # Showing

    def _show_draft(self) -> None:
        draft = self._session.draft
        if draft.prompt != self.prompt_edit.toPlainText():
            with QSignalBlocker(self.prompt_edit):
                self.prompt_edit.replace_text(draft.prompt)
            self.prompt_note.say("")
        self.quality_box.setCurrentIndex(self.quality_box.findData(draft.quality.value))
        with QSignalBlocker(self.variations_box):
            self.variations_box.setValue(draft.variations)
        self._show_sizes()
        self._show_count()
        self._show_cost()

    def _show_sizes(self) -> None:
        session = self._session
        self.size_field.show_sizes(session.offered_sizes, session.draft.size, is_edit=session.is_edit)

    def _show_count(self) -> None:
        """Characters as they would be sent."""
        count, limit = (
            len(clean_prompt(self._session.draft.prompt)),
            self._session.profile.prompt_characters_max,
        )
        locale = QLocale()
        self.counter.setText(f"{locale.toString(count)} / {locale.toString(limit)}")
        self.counter.setAccessibleName(
            self.tr("{count} of {limit} characters").format(count=count, limit=limit)
        )
        set_property(self.counter, "role", "error" if count > limit else "secondary")

    @Slot()
    def _show_estimate(self) -> None:
        """Tokens and dollars of all variations, here and on the button."""
        estimate, count = self._session.estimate, self._session.draft.variations
        tokens = QLocale().toString(_round_tokens(estimate.tokens))
        if estimate.dollars is None:
            words = self.tr("about {tokens} tokens · price unknown, see the settings").format(tokens=tokens)
        else:
            words = self.tr("about {tokens} tokens · about {dollars} (estimate)").format(
                tokens=tokens, dollars=format_dollars(estimate.dollars)
            )
        if count > 1:
            words = self.tr("%n requests · {estimate}", "", count).format(estimate=words)
        connection = self._session.connection
        is_free = connection is not None and connection.is_sandbox
        if is_free:
            words = self.tr("Free in the sandbox; elsewhere {estimate}").format(estimate=words)
        self.estimate_label.setText(words)
        self._show_button(None if is_free else estimate.dollars)
        self._show_cap()

    def _show_cap(self) -> None:
        """Whether the press would go over the day's limit; it may be made all the same, and waits then."""
        problem = self._session.cap_problem
        if problem is None:
            if self.cap_note is not None:
                self.cap_note.say("")
            return
        if self.cap_note is None:
            self.cap_note = FieldNote(self.submit_button, self)
            self.cap_note.setObjectName("cap_note")
            self._foot.addWidget(self.cap_note)
        dollars = {name: format_dollars(float(value)) for name, value in problem.params.items()}
        words = self.tr(
            "This goes over today's limit of {cap_dollars}: {spent_dollars} are spent or spoken for. "
            "It would wait in the queue until you raise the limit in the settings."
        )
        self.cap_note.say(words.format_map(dollars), is_error=True)

    def _show_cost(self) -> None:
        """After a change of anything but the prompt, whose every key would look for a cheaper size."""
        self._show_estimate()
        self._show_cheaper_size()

    def _show_cheaper_size(self) -> None:
        session = self._session
        cheaper, count = session.cheaper_size, session.draft.variations
        if cheaper is None:
            if self.cheaper_button is not None:
                self.cheaper_button.hide()
            return
        button = self._use_cheaper_button()
        size = f"{cheaper.size.width} × {cheaper.size.height}"
        prices = session.preferences.prices
        if prices.is_known:
            dollars = format_dollars(cheaper.saved_tokens * count * prices.image_out / 1_000_000)
            words = self.tr("{size} would cost about {dollars} less").format(size=size, dollars=dollars)
        else:
            tokens = QLocale().toString(_round_tokens(cheaper.saved_tokens * count))
            words = self.tr("{size} would cost about {tokens} tokens less").format(size=size, tokens=tokens)
        button.setText(words)
        button.show()

    def _use_cheaper_button(self) -> QPushButton:
        if self.cheaper_button is None:
            self.cheaper_button = QPushButton(self)
            self.cheaper_button.setObjectName("cheaper_size_button")
            set_property(self.cheaper_button, "link", value=True)
            self.cheaper_button.setToolTip(self.tr("Take this size, which is much the same"))
            self.cheaper_button.clicked.connect(self._on_cheaper_button_clicked)
            place = self._foot.indexOf(self.estimate_label) + 1
            self._foot.insertWidget(place, self.cheaper_button, alignment=Qt.AlignmentFlag.AlignLeft)
        return self.cheaper_button

    def _show_button(self, dollars: float | None) -> None:
        """What a press does, and what it may cost, unless that is nothing or unknown."""
        count = len(self._session.document.sources)
        if not count:
            words = self.tr("Generate")
        elif count == 1:
            words = self.tr("Edit 1 image")
        else:
            words = self.tr("Edit %n images", "", count)
        if dollars is not None:
            words = self.tr("{words} · ≈ {dollars}").format(words=words, dollars=format_dollars(dollars))
        key = QKeySequence(SUBMIT_KEY).toString(QKeySequence.SequenceFormat.NativeText)
        has_room = len(words) <= _WORDS_BESIDE_KEY_MAX
        self.submit_button.setText(f"{words}   {key}" if has_room else words)
        self.submit_button.setToolTip(f"{words} ({key})")
        self.submit_button.setAccessibleName(words)

    # What stands in the way

    def _show_refusal(self, refusal: InvalidRequest) -> None:
        from turbo_studio.core.request import Field  # both late, for the start-up
        from turbo_studio.ui.words import say_problem

        match refusal.field:
            case Field.PROMPT:
                self.prompt_note.say(say_problem(refusal.problem), is_error=True)
                self.prompt_edit.setFocus()
            case Field.SIZE:
                self.size_field.show_problem(refusal.problem)
            case Field.SOURCES:
                self.sources_note.say(say_problem(refusal.problem), is_error=True)

    def _clear_refusal(self) -> None:
        self.prompt_note.say("")
        self.sources_note.say("")

    # Slots

    @Slot()
    def _on_prompt_edit_text_changed(self) -> None:
        self._session.set_prompt(self.prompt_edit.toPlainText())
        self.prompt_note.say("")
        self._show_count()
        self._show_estimate()

    @Slot(int, int)
    def _on_prompt_edit_text_clipped(self, pasted: int, kept: int) -> None:
        locale = QLocale()
        words = self.tr("The pasted text has {pasted} characters: only the first {kept} were taken.")
        self.prompt_note.say(
            words.format(pasted=locale.toString(pasted), kept=locale.toString(kept)), is_error=True
        )

    @Slot(object)
    def _on_size_field_size_chosen(self, size: Size) -> None:
        self._session.set_size(size)
        self._show_cost()

    @Slot(int)
    def _on_quality_box_activated(self, index: int) -> None:
        self._session.set_quality(Quality(self.quality_box.itemData(index)))
        self._show_cost()

    @Slot(int)
    def _on_variations_box_value_changed(self, variations: int) -> None:
        self._session.set_variations(variations)
        self._show_cost()

    @Slot()
    def _on_bridge_draft_changed(self) -> None:
        self._show_draft()

    @Slot()
    def _on_bridge_sources_changed(self) -> None:
        self.sources_note.say("")
        self._show_sizes()
        self._show_cost()

    @Slot()
    def _on_cheaper_button_clicked(self) -> None:
        cheaper = self._session.cheaper_size
        if cheaper is not None:
            self._session.set_size(cheaper.size)
            self._show_sizes()
            self._show_cost()

    def event(self, event: QEvent) -> bool:
        """A label stands level with the first line of its field, which a style makes higher or lower."""
        if event.type() == QEvent.Type.LayoutRequest:
            boxes = (self.size_field.size_box, self.quality_box, self.variations_box)
            for label, box in zip(self._field_labels, boxes, strict=True):
                label.setMinimumHeight(box.sizeHint().height())
        return super().event(event)


class _Fields(QWidget):
    """The prompt and the fields below it, which are scrolled where they have no room."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 4)
        self.column.setSpacing(8)

    def heightForWidth(self, width: int) -> int:
        """What a scroll area gives at least: with the lines that wrap, and a prompt that asks for none."""
        return self.column.minimumHeightForWidth(width)


def _build_scroll_area(fields: QWidget) -> QScrollArea:
    """Lets the fields be lower than they would like, in a low window; they are never narrower."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(fields)
    area.setMinimumSize(fields.minimumSizeHint().width(), _SCROLLED_HEIGHT_MIN)
    return area


def _build_label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def _round_tokens(tokens: int) -> int:
    """Three figures are more than an estimate knows."""
    return round(tokens, 3 - len(str(tokens)))
