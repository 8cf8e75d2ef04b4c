"""The filters of the gallery: a field for each member of a query but its words and its collection."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from turbo_studio.core.geometry import parse_size
from turbo_studio.core.marks import STARS_MAX, Flag
from turbo_studio.core.profile import Quality
from turbo_studio.core.query import Kind, Query
from turbo_studio.ui.figures import format_size
from turbo_studio.ui.gallery.date_filter import DateFilter
from turbo_studio.ui.gallery.query_words import say_flag, say_kind, say_place, say_stars
from turbo_studio.ui.gallery.toggles import LabelToggles, QualityToggles
from turbo_studio.ui.panels.tiles import as_tooltip
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbo_studio.core.geometry import Size
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_DOLLARS_MAX = 999.0
_FIELD_WIDTH = 150


class FilterPanel(QWidget):
    """Follows the query that is shown, and changes it."""

    query_edited = Signal(object)  # Query

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._query = Query()
        self._build_fields()
        self._lay_out()
        self._connect(bridge)
        self.show_query(session.results.query)
        self._offer_source()

    def show_query(self, query: Query) -> None:
        """Let the fields tell what is asked for."""
        self._query = query
        with self._unheard():
            _choose(self.stars_box, query.stars_min)
            _choose(self.flag_box, query.flag)
            _choose(self.kind_box, query.kind)
            _choose(self.place_box, query.is_sandbox)
            self._choose_size(query.size)
            self.labels.set_chosen(query.labels)
            self.qualities.set_chosen(query.qualities)
            self.dates.show_span(query.since, query.until)
            self.dollars_min_box.setValue(query.dollars_min or 0.0)
            self.dollars_max_box.setValue(query.dollars_max or 0.0)
        self._offer_source()
        self.clear_button.setEnabled(query != Query(query.words, collection=query.collection))

    # Building

    def _build_fields(self) -> None:
        self.stars_box = self._build_choice("filter_stars_box", self.tr("Stars"))
        for stars in range(STARS_MAX + 1):
            self.stars_box.addItem(say_stars(stars), stars)
        self.flag_box = self._build_choice("filter_flag_box", self.tr("Flag"))
        for flag in (None, *Flag):
            self.flag_box.addItem(say_flag(flag), flag)
        self.kind_box = self._build_choice("filter_kind_box", self.tr("Made by"))
        for kind in (None, *Kind):
            self.kind_box.addItem(say_kind(kind), kind)
        self.place_box = self._build_choice("filter_place_box", self.tr("Made at"))
        for place in (None, False, True):
            self.place_box.addItem(say_place(place), place)
        self.size_box = self._build_choice("filter_size_box", self.tr("Size"))
        self.size_box.addItem(self.tr("Any"), None)
        profile = self._session.profile
        for size in dict.fromkeys((*profile.generation_sizes, *profile.edit_sizes)):
            self.size_box.addItem(format_size(size), str(size))
        self.labels = LabelToggles(self)
        self.qualities = QualityToggles(self)
        self.dates = DateFilter(self)
        self.dollars_min_box = self._build_dollars("filter_dollars_min_box", self.tr("Costs at least"))
        self.dollars_max_box = self._build_dollars("filter_dollars_max_box", self.tr("Costs at most"))
        indent_spin_boxes(self.dollars_min_box, self.dollars_max_box)
        self.source_check = QCheckBox(self)
        self.source_check.setObjectName("filter_source_check")
        self.source_check.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clear_button = QPushButton(self.tr("Clear"), self)
        self.clear_button.setObjectName("filter_clear_button")
        self.clear_button.setToolTip(self.tr("Let all results through again"))
        self.clear_button.setProperty("link", True)  # noqa: FBT003 - Qt's own signature

    def _build_choice(self, name: str, label: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _build_dollars(self, name: str, label: str) -> QDoubleSpinBox:
        """Nothing, the lowest value, is no limit."""
        box = QDoubleSpinBox(self)
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setRange(0.0, _DOLLARS_MAX)
        box.setSingleStep(0.05)
        box.setPrefix("$ ")
        box.setSpecialValueText(self.tr("any"))
        box.setKeyboardTracking(False)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return box

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Filters"), self)
        heading.setProperty("role", "heading")
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch()
        top.addWidget(self.clear_button)
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in (
            (self.tr("Stars"), self.stars_box),
            (self.tr("Label"), self.labels),
            (self.tr("Flag"), self.flag_box),
            (self.tr("Date"), self.dates),
            (self.tr("Made by"), self.kind_box),
            (self.tr("Quality"), self.qualities),
            (self.tr("Size"), self.size_box),
            (self.tr("Cost"), self._lay_out_dollars()),
            (self.tr("Made at"), self.place_box),
            (self.tr("Made from"), self.source_check),
        ):
            field.setMinimumWidth(_FIELD_WIDTH)
            name = _build_label(label)
            name.setBuddy(field)  # for screen readers, which would read the choice alone
            form.addRow(name, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(form)

    def _lay_out_dollars(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.dollars_min_box, 1)
        layout.addWidget(QLabel("–", row))
        layout.addWidget(self.dollars_max_box, 1)
        return row

    def _connect(self, bridge: Bridge) -> None:
        for box in (self.stars_box, self.flag_box, self.kind_box, self.place_box, self.size_box):
            box.activated.connect(self._on_field_edited)
        for money in (self.dollars_min_box, self.dollars_max_box):
            money.valueChanged.connect(self._on_field_edited)
        self.labels.toggled.connect(self._on_field_edited)
        self.qualities.toggled.connect(self._on_field_edited)
        self.dates.edited.connect(self._on_field_edited)
        self.source_check.clicked.connect(self._on_field_edited)
        self.clear_button.clicked.connect(self._on_clear_button_clicked)
        bridge.query_changed.connect(self._on_bridge_query_changed)
        bridge.shown_changed.connect(self._offer_source)

    # The picture that results were made from

    @Slot()
    def _offer_source(self) -> None:
        """The one that is asked for already, else the one on the canvas."""
        shown = self._session.painter.shown_source
        self.source_check.setChecked(bool(self._query.source_digest))
        self.source_check.setEnabled(bool(self._query.source_digest) or shown is not None)
        name = self.tr("Picture on the canvas")
        if shown is not None and self._query.source_digest in ("", shown.digest):
            name = _shorten(shown.name)
        elif self._query.source_digest:
            name = self.tr("One picture")
        self.source_check.setText(name.replace("&", "&&"))
        self.source_check.setAccessibleName(self.tr("Made from {0}").format(name))
        self.source_check.setToolTip(as_tooltip(name if shown is None else shown.name))

    # The query

    def _read(self) -> Query:
        since, until = self.dates.span
        return self._query._replace(
            stars_min=self.stars_box.currentData(),
            labels=self.labels.chosen,
            flag=None if (flag := self.flag_box.currentData()) is None else Flag(flag),
            kind=None if (kind := self.kind_box.currentData()) is None else Kind(kind),
            qualities=frozenset(map(Quality, self.qualities.chosen)),
            size=None if (size := self.size_box.currentData()) is None else parse_size(size),
            since=since,
            until=until,
            dollars_min=self.dollars_min_box.value() or None,
            dollars_max=self.dollars_max_box.value() or None,
            is_sandbox=self.place_box.currentData(),
            source_digest=self._read_source_digest(),
        )

    def _read_source_digest(self) -> str:
        shown = self._session.painter.shown_source
        if not self.source_check.isChecked():
            return ""
        return self._query.source_digest or (shown.digest if shown is not None else "")

    def _choose_size(self, size: Size | None) -> None:
        """One that nobody offers joins the list."""
        if size is not None and self.size_box.findData(str(size)) < 0:
            self.size_box.addItem(format_size(size), str(size))
        _choose(self.size_box, None if size is None else str(size))

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        """What the fields say in here is no wish of the user's."""
        blockers = [QSignalBlocker(box) for box in (self.dollars_min_box, self.dollars_max_box)]
        yield
        for blocker in blockers:
            blocker.unblock()

    # Slots

    @Slot()
    def _on_field_edited(self) -> None:
        self.query_edited.emit(self._read())

    @Slot()
    def _on_clear_button_clicked(self) -> None:
        self.query_edited.emit(Query(self._query.words, collection=self._query.collection))

    @Slot()
    def _on_bridge_query_changed(self) -> None:
        self.show_query(self._session.results.query)


def _choose(box: QComboBox, value: object) -> None:
    """The row of a value; ``findData`` would compare enumerations by what they are made of."""
    rows = range(box.count())
    box.setCurrentIndex(next((row for row in rows if box.itemData(row) == value), 0))


def _build_label(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "secondary")
    return label


def _shorten(name: str) -> str:
    return name if len(name) <= 17 else f"{name[:8]}…{name[-8:]}"
