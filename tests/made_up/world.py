"""What a made-up spec is about: its sorts, enum, records, constants and fields."""

from __future__ import annotations

from dataclasses import dataclass, replace

from made_up.pen import Lines, Pen, indented
from modelcheck.ir.types import (
    BOOL,
    NONE,
    BagType,
    EnumType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
    show_type,
)


@dataclass(frozen=True)
class Var:
    """Something that has a name or a path: `text` gives its value.

    `root` is the field that it is, or is in.  A `total` dict always has every element of its
    sort as a key.
    """

    text: str
    type: Type
    root: str = ""
    total: bool = False
    is_set: bool = False
    """A local that may be assigned again."""
    is_narrowed: bool = False
    """A test has shown its type."""


@dataclass(frozen=True)
class World:
    """The declarations of a spec, before its methods."""

    sorts: tuple[SortType, ...]
    enum: EnumType
    item: SortType
    mood: EnumType
    """Another sort and another enum: what has their indexes and names is something else."""
    big: int | None
    """A number near the ends of a machine's, of which some types are in a few specs."""
    records: tuple[RecordType, ...]
    constants: tuple[Var, ...]
    declared: tuple[str, ...]
    """The source of the constants."""
    fields: tuple[Var, ...] = ()
    ghost: Var | None = None
    net: Var | None = None
    """The field whose members bound record parameters."""


def annotation(type_: Type, *, bounded: bool = True) -> str:
    """Give the type as an annotation: of a field, or without bounds of a local."""

    def inner(part: Type) -> str:
        return annotation(part, bounded=bounded)

    match type_:
        case IntType(low, high):
            unbounded = not bounded or low is None
            return "int" if unbounded else f"Annotated[int, Interval(ge={low}, le={high})]"
        case SetType(element, frozen):
            return f"{'frozenset' if frozen else 'set'}[{inner(element)}]"
        case MapType(key, value, frozen):
            return f"{'Map' if frozen else 'dict'}[{inner(key)}, {inner(value)}]"
        case ListType(element, most):
            plain = f"list[{inner(element)}]"
            return f"Annotated[{plain}, MaxLen({most})]" if bounded else plain
        case BagType(element, most):
            plain = f"Counter[{inner(element)}]"
            return f"Annotated[{plain}, Interval(le={most})]" if bounded and most else plain
        case UnionType(options):
            return " | ".join(inner(option) for option in options)
        case _:
            return show_type(type_)


def optional(type_: Type) -> UnionType:
    return UnionType((type_, NONE))


_BIG = (2**31, 2**32, 2**62, 2**63 - 1, 2 - 2**63, 2**64)


def worlds(pen: Pen) -> World:
    """Make a world up."""
    sorts = (
        SortType("Proc", pen.pick((2, 2, 3, 2, 3, 1)), symmetric=True),
        SortType("Rank", pen.pick((2, 2, 3)), symmetric=False),
    )
    enum = EnumType("Phase", ("IDLE", "BUSY", "DONE", "LOST")[: pen.pick((2, 2, 3, 4))])
    item = SortType("Item", pen.pick((2, 2, 3)), symmetric=True)
    mood = EnumType("Mood", ("GOOD", "IDLE", "BUSY")[: pen.pick((2, 3))])
    big = pen.pick(_BIG) if pen.one_in(16) else None
    declared = _constants(pen, (*sorts, item), enum)
    world = World(sorts, enum, item, mood, big, (), *declared)
    world = replace(world, records=_records(pen, world))
    return _with_fields(pen, world)


def _constants(
    pen: Pen, sorts: tuple[SortType, ...], enum: EnumType
) -> tuple[tuple[Var, ...], tuple[str, ...]]:
    proc, rank, item = sorts
    limit = pen.number(2, 3)
    weights = ", ".join(str(pen.number(0, 2)) for _ in range(proc.size))
    declared = (
        f"LIMIT: Final[int] = {limit}",
        "HALF: Final[int] = LIMIT // 2 + 1",
        f"FAST: Final[bool] = {pen.one_in(2)}",
        f"START: Final = {enum.name}.{pen.pick(enum.members)}",
        "FIRST: Final = one(Proc)",
        "LEADER: Final = one(Rank)",
        "OTHER: Final = one(Item)",
        f"WEIGHT: Final = each(Proc, ({weights}{',' if proc.size == 1 else ''}))",
        "STEPS: Final = (1, 2, 2)",
    )
    constants = (
        Var("LIMIT", IntType(limit, limit)),
        Var("HALF", IntType(1, limit)),
        Var("FAST", BOOL),
        Var("START", enum),
        Var("FIRST", proc),
        Var("LEADER", rank),
        Var("OTHER", item),
        Var("WEIGHT", MapType(proc, IntType(0, 2), frozen=True), total=True),
    )
    return constants, declared


def _number(pen: Pen, world: World) -> IntType:
    if world.big is not None and pen.mostly():
        return IntType(world.big - 2, world.big)
    return IntType(0, pen.number(1, 3))


def _plain(pen: Pen, world: World) -> Type:
    """Give a type without parts."""
    return pen.pick([*world.sorts, world.enum, BOOL, _number(pen, world), world.item, world.mood])


def either(pen: Pen, world: World) -> UnionType:
    """Give a union of types whose values have the same indexes or the same names."""
    proc, rank = world.sorts
    pairs: tuple[tuple[Type, Type], ...] = (
        (proc, rank),
        (world.enum, world.mood),
        (rank, world.enum),
        (proc, world.item),
    )
    return UnionType(pen.pick(pairs))


def _records(pen: Pen, world: World) -> tuple[RecordType, ...]:
    """Give records that cannot be taken for each other: they differ in length, or at first."""
    proc, rank = world.sorts

    def part() -> Type:
        others: list[Type] = [
            _number(pen, world),
            world.enum,
            BOOL,
            optional(pen.pick(world.sorts)),
            SetType(proc, frozen=True),
            MapType(rank, _number(pen, world), frozen=True),
            IntType(-1, 1),
            either(pen, world),
        ]
        return pen.pick(others)

    message = RecordType("Msg", (("source", proc), ("body", part())))
    short = (("target", pen.pick(world.sorts)),)
    kind: Type = pen.pick((world.enum, BOOL))
    alike = (("target", world.item), ("kind", kind))
    ack = RecordType("Ack", pen.pick((short, short, alike)))
    ballot = RecordType(
        "Ballot", (("number", IntType(0, 2)), ("by", rank), ("seen", _ordered_part(pen, rank)))
    )
    last: tuple[Type, ...] = (ballot, message, ack, optional(ack), UnionType((message, ack)))
    stamped = RecordType(
        "Stamped", (("at", pen.pick(last)), ("a", part()), ("b", BOOL), ("of", proc))
    )
    return (message, ack, ballot, stamped)


def _ordered_part(pen: Pen, rank: SortType) -> Type:
    return pen.pick((IntType(0, 1), rank))


def _with_fields(pen: Pen, world: World) -> World:
    made: list[Var] = []

    def add(wish: str, type_: Type, *, total: bool = False) -> Var:
        name = pen.named(wish, ("action", "start", "step"))
        made.append(Var(f"self.{name}", type_, name, total=total))
        return made[-1]

    message, ack, ballot, stamped = world.records
    packet: Type = pen.pick((message, UnionType((message, ack)), ack, stamped))
    net = add("net", pen.pick((SetType(packet), SetType(packet), BagType(packet, 2))))
    add("count", _number(pen, world))
    kinds = pen.some(range(_KINDS), 4, 6)
    for kind in kinds:
        _field(pen, world, kind, add)
    ghost = None
    if pen.one_in(2):
        held = pen.pick((SetType(pen.pick(world.sorts)), IntType(0, 3), SetType(ballot)))
        ghost = Var("self.ghost", held, "ghost")
    return replace(world, fields=tuple(made), ghost=ghost, net=net)


_KINDS = 18


def _field(pen: Pen, world: World, kind: int, add: _Add) -> None:
    """Add a field of one of the kinds that types nest in."""
    proc, rank = world.sorts
    message, ack, ballot, _ = world.records
    sort, other = (pen.pick((proc, rank, proc, rank, world.item)) for _ in range(2))
    number = _number(pen, world)
    plain = _plain(pen, world)
    match kind:
        case 0:
            add("flag", BOOL)
        case 1:
            add("phase", world.enum)
        case 2:
            add("leader", optional(pen.pick([*world.sorts, world.enum, ballot, number])))
        case 3:
            add("seen", SetType(pen.pick([sort, world.enum, ballot, number, optional(sort)])))
        case 4:
            add("state", MapType(sort, plain), total=True)
        case 5:
            add("heard", MapType(sort, SetType(pen.pick([other, number]))), total=True)
        case 6:
            add("table", MapType(sort, plain))
        case 7:
            add("grid", MapType(sort, MapType(other, plain)), total=True)
        case 8:
            element = pen.pick([sort, rank, number, ballot, world.enum, optional(rank)])
            add("log", ListType(element, pen.number(2, 3)))
        case 9:
            element = pen.pick([rank, number, proc])
            add("queue", MapType(sort, ListType(element, 2)), total=True)
        case 10:
            add("bag", BagType(pen.pick([sort, world.enum, ack]), pen.number(1, 2)))
        case 11:
            add("bags", MapType(sort, BagType(pen.pick([other, world.enum]), 2)), total=True)
        case 12:
            frozen = pen.pick([SetType(sort, frozen=True), MapType(sort, plain, frozen=True)])
            add("frozen", frozen)
        case 13:
            inner = pen.pick([SetType(other, frozen=True), MapType(rank, BOOL, frozen=True)])
            add("views", pen.pick([SetType(inner), MapType(sort, inner), optional(inner)]))
        case 14:
            add("last", pen.pick([message, ballot, optional(message), UnionType((message, ack))]))
        case 15:
            add("rows", ListType(SetType(sort), 2))
        case 16:
            add("either", _around(pen, either(pen, world), plain))
        case _:
            held = pen.pick([SetType(sort), ListType(rank, 2), MapType(sort, BOOL)])
            add("maybe", optional(held))


def _around(pen: Pen, held: Type, plain: Type) -> Type:
    maps = (MapType(plain, held), MapType(held, plain))
    return pen.pick((held, held, SetType(held), *maps, BagType(held, 2), ListType(held, 2)))


class _Add:
    """Adds a field to those that are made."""

    def __call__(self, wish: str, type_: Type, *, total: bool = False) -> Var:
        raise NotImplementedError


def declarations(world: World) -> Lines:
    """Give the source of everything before the spec's class."""
    lines: Lines = []
    for sort in (*world.sorts, world.item):
        base = "Symmetric" if sort.symmetric else "Ordered"
        lines += [f"class {sort.name}({base}, size={sort.size}):", '    """A sort."""', "", ""]
    for enum in (world.enum, world.mood):
        members = [f"{member} = {at}" for at, member in enumerate(enum.members)]
        lines += [f"class {enum.name}(Enum):", *indented(members), "", ""]
    lines += [*world.declared, "", ""]
    for record in world.records:
        parts = [f"{name}: {annotation(type_)}" for name, type_ in record.fields]
        lines += [f"class {record.name}(NamedTuple):", *indented(parts), ""]
        if record.name == "Msg":
            lines += indented(
                ["def is_from(self, p: Proc) -> bool:", "    return self.source == p"]
            )
        if record.name == "Ballot":
            lines += indented(
                [
                    "def above(self, other: Ballot) -> bool:",
                    "    if self.number != other.number:",
                    "        return self.number > other.number",
                    "    return self.by > other.by",
                ]
            )
        lines += ["", ""]
    return lines
