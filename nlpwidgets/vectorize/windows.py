"""Windows of a large sparse matrix: only the cells that are seen, in any order of rows and columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.vectorize._options import whole


class Arranged:
    """A matrix in an order of its rows and columns; nothing of it is copied, the orders are turned round once.

    Parameters
    ----------
    bag_or_matrix : Bag, Weighted, or scipy.sparse matrix (documents, terms)
    row_order, column_order : array of int, optional
        Which row, or column, stands at each place: a permutation. By default as they are.

    Raises
    ------
    TypeError, ValueError
        No sparse matrix, or no permutation.
    """

    def __init__(self, bag_or_matrix: Any, row_order: Any = None, column_order: Any = None) -> None:
        self.matrix = _csr(bag_or_matrix)
        rows, columns = self.matrix.shape
        self.row_order = np.arange(rows) if row_order is None else _permutation("row_order", row_order, rows)
        self._place: Any = None
        if column_order is not None:
            order = _permutation("column_order", column_order, columns)
            self._place = inverse(order)

    def window(self, row: int, column: int, rows: int, columns: int) -> tuple[Any, Any, Any]:
        """Return the stored cells of a window; what is outside the matrix is left out.

        Costs what the rows of the window hold, whatever the size of the matrix.

        Parameters
        ----------
        row, column : int
            Its first row and column, in the order shown.
        rows, columns : int

        Returns
        -------
        rows, columns : numpy.ndarray, int64, (cells,)
            Places of the cells in the order shown, from 0 in the whole matrix; by row, then by column.
        values : numpy.ndarray, (cells,)
            Of the matrix.
        """
        top, left = (
            min(whole(name, value, 0), most)
            for name, value, most in zip(("row", "column"), (row, column), self.matrix.shape, strict=True)
        )
        shown = self.row_order[top : top + whole("rows", rows, 0)]
        at, places, cells = cells_in(self.matrix, shown, self._place, left, whole("columns", columns, 0))
        order = np.lexsort((places, at))
        return at[order] + top, places[order] + left, self.matrix.data[cells[order]]

    def __repr__(self) -> str:
        rows, columns = self.matrix.shape
        return f"Arranged({rows:,} rows × {columns:,} columns)"


def window(bag_or_matrix: Any, row: int, column: int, rows: int, columns: int) -> tuple[Any, Any, Any]:
    """Return the stored cells of a window as (rows, columns, values); see `Arranged.window`, also for other orders."""
    return Arranged(bag_or_matrix).window(row, column, rows, columns)


def cells_in(matrix: Any, shown: Any, place: Any, left: int, columns: int) -> tuple[Any, Any, Any]:
    """Return the stored cells of some rows within a range of columns.

    Parameters
    ----------
    matrix : CSR (documents, terms)
    shown : int (rows,)
        Rows of the matrix.
    place : int64 (terms,), or None
        Where each column of the matrix stands; None for as they are.
    left, columns : int
        The first place that is wanted, and how many.

    Returns
    -------
    at, places, cells : numpy.ndarray, int64, (cells,)
        Row of each cell, from 0 within `shown`; its place, from 0 at `left`; where it is in `matrix.data`. By row.
    """
    starts = matrix.indptr[shown].astype(np.int64)
    held = matrix.indptr[shown + 1] - starts
    at = np.repeat(np.arange(len(shown)), held)
    # places in `data` of all cells of these rows, one row after the other
    cells = np.arange(int(held.sum())) + np.repeat(starts - (np.cumsum(held) - held), held)
    places = matrix.indices[cells].astype(np.int64)
    if place is not None:
        places = place[places]
    inside = np.flatnonzero((places >= left) & (places < left + columns))
    return at[inside], places[inside] - left, cells[inside]


def inverse(order: Any) -> Any:
    """Return where each number stands in a permutation: int64."""
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found


def _csr(given: Any) -> Any:
    matrix = getattr(given, "matrix", given)
    if not hasattr(matrix, "tocsr") or len(matrix.shape) != 2:
        raise TypeError(
            f"a window is cut from a bag or a sparse matrix (documents, terms), not from {type(given).__name__}"
        )
    return matrix.tocsr()


def _permutation(name: str, order: Any, length: int) -> Any:
    found = np.asarray(order)
    if found.shape != (length,) or not np.issubdtype(found.dtype, np.integer):
        raise ValueError(
            f"{name} must be {length:,} whole numbers, one for each; its shape is {found.shape}, {found.dtype}"
        )
    if length and (found.min() < 0 or found.max() >= length or (np.bincount(found, minlength=length) != 1).any()):
        raise ValueError(f"{name} must hold each number from 0 to {length - 1} once")
    return found.astype(np.int64)
