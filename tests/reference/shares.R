# Intervals of shares: binom.test (Clopper-Pearson), prop.test without continuity (Wilson).
#   Rscript tests/reference/shares.R tests/reference/shares.csv
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))

values <- list()
for (n in c(6, 9, 11, 16)) {
  for (x in 0:n) {
    exact <- binom.test(x, n)$conf.int
    score <- prop.test(x, n, correct = FALSE)$conf.int
    values[[paste(x, n, sep = "_")]] <- c(
      exact_low = exact[1], exact_high = exact[2], wilson_low = score[1], wilson_high = score[2]
    )
  }
}
save_reference(values)
