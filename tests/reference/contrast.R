# Two groups: coin and exactRankTests for rank sums and score sums, fisher.test for 2 x k tables.
#   Rscript tests/reference/contrast.R tests/reference/contrast.csv
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages({
  library(coin)
  library(exactRankTests)
})

values <- lapply(cases("groups"), function(case) {
  x <- case$value[case$group == "x"]
  y <- case$value[case$group == "y"]
  data <- data.frame(value = case$value, group = factor(case$group))
  v <- c(
    u = unname(wilcox.test(x, y, exact = FALSE)$statistic),
    coin_p = pvalue(wilcox_test(value ~ group, data = data, distribution = "exact")),
    exact_p = wilcox.exact(x, y)$p.value
  )
  if (all(case$value == round(case$value))) {
    v <- c(v,
      scores_p = perm.test(x, y, exact = TRUE)$p.value,
      fisher_p = fisher.test(table(case$group, case$value))$p.value,
      chi_squared = unname(chisq.test(table(case$group, case$value), correct = FALSE)$statistic)
    )
  }
  v
})
save_reference(values)
