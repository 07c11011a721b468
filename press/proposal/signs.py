"""Which characters are a dash and which are white space, to stand inside the brackets of a pattern."""

D = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"  # hyphens, dashes, the minus
S = "\\s\u00ad\u200b-\u200d\u2060\ufeff"  # white space, and what a word processor leaves that cannot be seen
