"""Comparisons of values in machine code: `==` by content, and the language's orders."""

from __future__ import annotations

from modelcheck.explicit.native.conversions import Conversions
from modelcheck.explicit.native.emitter import I1, Unsupported, Value
from modelcheck.explicit.native.values import Val
from modelcheck.ir.expr import Relation
from modelcheck.ir.types import (
    BoolType,
    EnumType,
    IntType,
    ListType,
    NeverType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    UnionType,
)
from modelcheck.passes.hulls import hull


class Comparisons(Conversions):
    """Adds to values how they compare."""

    def compare(self, relation: Relation, left: Val, right: Val) -> Value:
        """Give `left relation right`."""
        match relation:
            case Relation.EQ:
                return self.equal(left, right)
            case Relation.NE:
                return self.builder.not_(self.equal(left, right))
            case _ if isinstance(left.type, SetType):
                return self._inclusion(relation, left, right)
            case Relation.GT | Relation.GE:
                mirrored = Relation.LT if relation is Relation.GT else Relation.LE
                return self.compare(mirrored, right, left)
            case _:
                less, same = self._order(left, right)
                if relation is Relation.LT:
                    return less
                return self.builder.or_(less, same)

    def equal(self, left: Val, right: Val) -> Value:
        """Tell whether two values are equal, whatever their bounds."""
        match left.type, right.type:
            case (EnumType(name=one), EnumType(name=other)) | (
                SortType(name=one),
                SortType(name=other),
            ) if one != other:
                return self.emitter.false()
            case (IntType(), IntType()) | (EnumType(), EnumType()) | (SortType(), SortType()):
                return self.builder.icmp_unsigned("==", left.only, right.only)
            case BoolType(), BoolType():
                return self.builder.icmp_unsigned("==", left.only, right.only)
            case NoneType(), NoneType():
                return self.emitter.true()
            case RecordType(), RecordType():
                if len(left.parts) != len(right.parts):
                    return self.emitter.false()
                same = self.emitter.true()
                for a, b in zip(left.parts, right.parts, strict=True):
                    same = self.builder.and_(same, self.equal(a, b))
                return same
            case UnionType(), _:
                return self._equal_union(left, right)
            case _, UnionType():
                return self._equal_union(right, left)
            case _ if type(left.type) is type(right.type):
                both = hull(left.type, right.type)
                a, b = self.convert(left, both), self.convert(right, both)
                return self.builder.icmp_unsigned("==", self.pack(a), self.pack(b))
            case _:
                return self.emitter.false()

    def _equal_union(self, union: Val, other: Val) -> Value:
        tag, *options = union.parts
        result = self.emitter.variable(I1)
        self.builder.store(self.emitter.false(), result)
        for number, option in enumerate(options):
            is_it = self.builder.icmp_unsigned("==", tag, self.emitter.number(number))
            with self.emitter.where(is_it):
                self.builder.store(self.equal(option, other), result)
        return self.builder.load(result)

    def _inclusion(self, relation: Relation, left: Val, right: Val) -> Value:
        both = hull(left.type, right.type)
        a, b = self.convert(left, both).only, self.convert(right, both).only
        if relation in {Relation.GT, Relation.GE}:
            a, b = b, a
        inside = self.builder.icmp_unsigned("==", self.builder.and_(a, b), a)
        if relation in {Relation.LE, Relation.GE}:
            return inside
        return self.builder.and_(inside, self.builder.icmp_unsigned("!=", a, b))

    def _order(self, left: Val, right: Val) -> tuple[Value, Value]:
        """Tell whether `left` is less than `right`, and whether they are the same."""
        match left.type, right.type:
            case (IntType(), IntType()) | (SortType(), SortType()):
                less = self.builder.icmp_signed("<", left.only, right.only)
                return less, self.builder.icmp_signed("==", left.only, right.only)
            case RecordType(), RecordType():
                less, same = self.emitter.false(), self.emitter.true()
                for a, b in zip(left.parts, right.parts, strict=True):
                    less_here, same_here = self._order(a, b)
                    less = self.builder.or_(less, self.builder.and_(same, less_here))
                    same = self.builder.and_(same, same_here)
                return less, same
            case ListType(), ListType():
                return self._list_order(left, right)
            case (NeverType(), _) | (_, NeverType()):
                return self.emitter.false(), self.emitter.true()  # of an empty list: never run
            case _:
                raise Unsupported((left.type, right.type))

    def _list_order(self, left: Val, right: Val) -> tuple[Value, Value]:
        less, decided = self.emitter.variable(I1), self.emitter.variable(I1)
        self.builder.store(self.emitter.false(), decided)
        shorter = self.builder.icmp_unsigned("<", left.parts[0], right.parts[0])
        self.builder.store(shorter, less)
        common = self.builder.select(shorter, left.parts[0], right.parts[0])

        end = self.emitter.block("decided")

        def look(at: Value) -> None:
            less_here, same_here = self._order(self.element(left, at), self.element(right, at))
            with self.emitter.where(self.builder.not_(same_here)):
                self.builder.store(less_here, less)
                self.builder.store(self.emitter.true(), decided)
                self.emitter.leave(end)

        self.emitter.count_up(common, look)
        self.emitter.go_on_in(end)
        same_length = self.builder.icmp_unsigned("==", left.parts[0], right.parts[0])
        undecided = self.builder.not_(self.builder.load(decided))
        return self.builder.load(less), self.builder.and_(undecided, same_length)
