"""From files to the values of the data contract, and back; `recommender.dataset` is the way in.

keys        what each file may hold, with Danish headings: the one table from which templates and their page are made
kinds       what a value may be (`scalars`, `compounds`): reads, refuses, writes
lines       JSON Lines → rows
sheets      CSV and Excel → rows of cells, and back
flat        rows of cells ↔ rows
records     rows → types, with every fault collected
references  what one file says of another
trec        qrels and run files
writing     types → files
"""
