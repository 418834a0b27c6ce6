"""The plan as open data: one set of files for build/data/, for the web edition and for the PDFs.

The habits are those of 自治体標準オープンデータセット and of 統一ルール (総務省, 2020): the six-digit code of the
municipality, one value a cell, numbers without units or commas, nothing merged, nothing left out that stands above, an
empty cell with a state where there is no number.
"""
