# Paired tests: coin and exactRankTests for signed ranks, base R for signs, shift, McNemar.
#   Rscript tests/reference/change.R tests/reference/change.csv
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages({
  library(coin)
  library(exactRankTests)
})
set.seed(1)

walsh <- function(d) sort((outer(d, d, "+") / 2)[lower.tri(diag(length(d)), diag = TRUE)])

values <- lapply(cases("pairs"), function(case) {
  # scores have one decimal: in tenths they are whole, and differences that tie do so exactly
  unit <- if (all(case$before == round(case$before))) 1 else 10
  before <- round(case$before * unit)
  after <- round(case$after * unit)
  d <- after - before
  n <- length(d)
  rises <- sum(d > 0)
  falls <- sum(d < 0)
  signs <- binom.test(rises, rises + falls)
  averages <- walsh(d)
  cut <- qsignrank(0.025, n)
  v <- c(
    pratt_p = pvalue(wilcoxsign_test(after ~ before, distribution = "exact", zero.method = "Pratt")),
    wilcox_p = pvalue(wilcoxsign_test(after ~ before, distribution = "exact", zero.method = "Wilcoxon")),
    sign_p = signs$p.value, sign_share = unname(signs$estimate),
    sign_low = signs$conf.int[1], sign_high = signs$conf.int[2],
    shift = median(averages) / unit, shift_low = averages[cut] / unit,
    shift_high = averages[n * (n + 1) / 2 - cut + 1] / unit, shift_confidence = 1 - 2 * psignrank(cut - 1, n)
  )
  exact <- wilcox.exact(after, before, paired = TRUE)
  v <- c(v, exact_v = unname(exact$statistic), exact_p = exact$p.value)
  if (anyDuplicated(abs(d)) == 0) {
    base <- wilcox.test(after, before, paired = TRUE, exact = TRUE, conf.int = TRUE)
    v <- c(v, base_p = base$p.value, base_shift = unname(base$estimate) / unit,
           base_low = base$conf.int[1] / unit, base_high = base$conf.int[2] / unit)
    return(v)
  }
  v <- c(v, ordered_p = perm.test(after, before, paired = TRUE, exact = TRUE)$p.value)
  categories <- sort(unique(c(before, after)))
  table <- table(before = factor(before, categories), after = factor(after, categories))
  stuart <- mh_test(as.table(table))
  drawn <- mh_test(as.table(table), distribution = approximate(nresample = 100000))
  v <- c(v, stuart = unname(statistic(stuart)), stuart_p = pvalue(stuart), homogeneity_p = unname(pvalue(drawn)))
  if (all(categories %in% 0:1)) {
    gained <- table["0", "1"]
    changed <- gained + table["1", "0"]
    exact <- binom.test(gained, changed)$p.value
    half <- if (2 * gained == changed) 0.5 else 1
    v <- c(v, mcnemar_p = exact, mcnemar_mid_p = exact - half * dbinom(gained, changed, 0.5))
  }
  v
})
save_reference(values)
