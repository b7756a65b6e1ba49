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
            self._place = np.empty(columns, np.int64)
            self._place[order] = np.arange(columns)

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
        top, left = whole("row", row, 0), whole("column", column, 0)
        shown = self.row_order[top : top + whole("rows", rows, 0)]
        indptr = self.matrix.indptr
        starts = indptr[shown].astype(np.int64)
        held = indptr[shown + 1] - starts
        at = np.repeat(np.arange(len(shown)), held)
        # places in `data` of all cells of these rows, one row after the other
        cells = np.arange(int(held.sum())) + np.repeat(starts - (np.cumsum(held) - held), held)
        places = self.matrix.indices[cells].astype(np.int64)
        if self._place is not None:
            places = self._place[places]
        inside = np.flatnonzero((places >= left) & (places < left + whole("columns", columns, 0)))
        at, places = at[inside], places[inside]
        order = np.lexsort((places, at))
        return at[order] + top, places[order], self.matrix.data[cells[inside[order]]]

    def __repr__(self) -> str:
        rows, columns = self.matrix.shape
        return f"Arranged({rows:,} rows × {columns:,} columns)"


def window(bag_or_matrix: Any, row: int, column: int, rows: int, columns: int) -> tuple[Any, Any, Any]:
    """Return the stored cells of a window as (rows, columns, values); see `Arranged.window`, also for other orders."""
    return Arranged(bag_or_matrix).window(row, column, rows, columns)


def _csr(given: Any) -> Any:
    matrix = getattr(given, "matrix", given)
    if not hasattr(matrix, "tocsr"):
        raise TypeError(f"a window is cut from a bag or a sparse matrix, not from {type(given).__name__}")
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
