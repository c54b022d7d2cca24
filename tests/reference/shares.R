# Intervals of shares: binom.test (Clopper-Pearson), prop.test without continuity (Wilson), phyper for finite
# populations.
#   Rscript tests/reference/shares.R tests/reference/shares.csv
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))

finite <- function(x, n, population) {
  k <- x:(population - n + x)
  upper <- phyper(x - 1, k, population - k, n, lower.tail = FALSE)
  lower <- phyper(x, k, population - k, n)
  range(k[upper > 0.025 & lower > 0.025]) / population
}

values <- list()
for (n in c(6, 9, 11, 16)) {
  for (x in 0:n) {
    exact <- binom.test(x, n)$conf.int
    score <- prop.test(x, n, correct = FALSE)$conf.int
    drawn <- finite(x, n, 27)
    values[[paste(x, n, sep = "_")]] <- c(
      exact_low = exact[1], exact_high = exact[2], wilson_low = score[1], wilson_high = score[2],
      of_27_low = drawn[1], of_27_high = drawn[2]
    )
  }
}
save_reference(values)
