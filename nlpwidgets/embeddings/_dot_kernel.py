"""The dot product of bytes with 16-bit numbers, in wide registers.

Left to itself, the compiler makes of the plain loop one of narrow registers with a slow rest, up to two times slower. So the
wide steps are written out, in LLVM's own terms: they compile for every processor, and on those that multiply and add pairs
in one instruction they become that.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils as _cgutils
from numba.extending import intrinsic, register_jitable

cgutils: Any = _cgutils

LANES = 16
"""Numbers multiplied at a time; rows are padded with zeros to a multiple of it."""

_I32, _I64 = ir.IntType(32), ir.IntType(64)
_BYTES = ir.VectorType(ir.IntType(8), LANES)
_SHORTS = ir.VectorType(ir.IntType(16), LANES)
_PRODUCTS = ir.VectorType(_I32, LANES)
_SUMS = ir.VectorType(_I32, LANES // 2)


def _dots(typing: Any, packed: Any, start: Any, queries: Any) -> Any:  # noqa: ARG001 - numba's form
    """Return, for each query, the sum over j of ``packed[start + j] * query[j]`` as int32.

    `packed` is int8 and flat, `queries` a tuple of int16 arrays with a multiple of `LANES` values each, all equally long;
    nothing is checked.
    """
    sums: Any = types.UniTuple
    return sums(types.int32, len(queries))(packed, types.int64, queries), _generate


dots: Any = intrinsic(_dots)


@register_jitable
def dot(packed: Any, start: Any, query: Any) -> Any:
    """Return the same for one query."""
    return dots(packed, start, (query,))[0]


def _generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    packed = context.make_array(signature.args[0])(context, builder, arguments[0])
    form = context.make_array(signature.args[2].dtype)
    queries = [form(context, builder, query) for query in cgutils.unpack_tuple(builder, arguments[2])]
    row = builder.gep(packed.data, [arguments[1]])
    totals = [cgutils.alloca_once(builder, _SUMS) for _ in queries]
    for total in totals:
        builder.store(ir.Constant(_SUMS, [0] * (LANES // 2)), total)
    nothing = ir.Constant(_PRODUCTS, ir.Undefined)
    steps = builder.udiv(builder.extract_value(queries[0].shape, 0), ir.Constant(_I64, LANES))
    with cgutils.for_range(builder, steps) as loop:
        at = builder.mul(loop.index, ir.Constant(_I64, LANES))
        left = builder.load(builder.bitcast(builder.gep(row, [at]), _BYTES.as_pointer()), align=1)
        left = builder.sext(left, _PRODUCTS)
        for query, total in zip(queries, totals, strict=True):
            right = builder.load(builder.bitcast(builder.gep(query.data, [at]), _SHORTS.as_pointer()), align=2)
            products = builder.mul(left, builder.sext(right, _PRODUCTS))
            even, odd = (
                builder.shuffle_vector(products, nothing, ir.Constant(_SUMS, list(range(first, LANES, 2))))
                for first in (0, 1)
            )
            builder.store(builder.add(builder.load(total), builder.add(even, odd)), total)
    name = f"llvm.vector.reduce.add.v{LANES // 2}i32"
    reduce = cgutils.get_or_insert_function(builder.module, ir.FunctionType(_I32, [_SUMS]), name)
    sums = [builder.call(reduce, [builder.load(total)]) for total in totals]
    return context.make_tuple(builder, signature.return_type, sums)
