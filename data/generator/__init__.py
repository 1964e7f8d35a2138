"""Synthetic municipalities of any size with a history whose chances are known: nobody in them exists.

settings    what is asked for: size, months, seed, switches
chance      draws that rest on the seed and the item alone
words       the sentences, places and courses that everything is put together from
people      one citizen
workplaces  one company; one opening with its tasks
affinity    how well tasks and citizens fit in truth
rates       chances of being proposed, and of getting from stage to stage
funnel      the chances set so that the published figures come out
history     what became of whom
write       a dataset's folder, a row at a time
truth       what a written dataset never tells: read by checks of estimators alone
"""
