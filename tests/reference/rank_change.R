# Friedman's test with ties: base R, and coin's permutation p.
#   Rscript tests/reference/rank_change.R tests/reference/rank_change.csv
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(coin))
set.seed(2)

values <- lapply(cases("items"), function(case) {
  base <- friedman.test(matrix(case$value, nrow = max(case$unit)))
  data <- data.frame(value = case$value, item = factor(case$item), unit = factor(case$unit))
  drawn <- friedman_test(value ~ item | unit, data = data, distribution = approximate(nresample = 100000))
  n <- max(case$unit)
  k <- max(case$item)
  c(chi_squared = unname(base$statistic), p = base$p.value, w = unname(base$statistic) / (n * (k - 1)),
    permutation_p = unname(pvalue(drawn)))
})
save_reference(values)
