# Reference values of rank association from R: base, coin, boot, psych.
#
#   Rscript tests/reference/associations.R tests/reference/associations.csv
#
# The predictors are ranks as the study has them, the outcomes are made up: many ties, one value per unit.
# error is 0 for what R computes exactly, the Monte Carlo standard error of a p, and a third of the tolerance for
# bootstrap limits.

suppressPackageStartupMessages({
  library(coin)
  library(boot)
  library(psych)
})

rows <- list()
keep <- function(case, quantity, value, error = 0) {
  rows[[length(rows) + 1]] <<- data.frame(
    case = case, quantity = quantity, value = sprintf("%.17g", value), error = sprintf("%.17g", error)
  )
}
data_of <- list()
input <- function(case, x, y, z = NULL, strata = NULL) {
  data_of[[case]] <<- list(x = x, y = y, z = z, strata = strata)
}

permutations <- function(n) {
  if (n == 1) return(matrix(1, 1, 1))
  shorter <- permutations(n - 1)
  do.call(rbind, lapply(1:n, function(i) cbind(i, ifelse(shorter >= i, shorter + 1, shorter), deparse.level = 0)))
}
tau_b <- function(x, y) cor(x, y, method = "kendall")
rho <- function(x, y) cor(x, y, method = "spearman")
far <- function(values, observed) mean(abs(values) >= abs(observed) - 1e-9)

ap6 <- c(7, 127, 43, 14, 3, 12)
lac9 <- c(98, 49, 36, 70, 56, 84, 62, 94, 59)
ap11 <- c(7, 127, 43, 105, 77, 14, 125, 89, 3, 12, 86)
lac16 <- c(98, 49, 36, 70, 56, 84, 62, 94, 59, 41, 79, 126, 155, 82, 108, 35)

input("six", ap6, c(70, 45, 35, 66.5, 60, 52))
input("nine", lac9, c(20, 65, 60, 45, 30, 25, 50, 40, 55))
input("seven tied", c(2, 2, 5, 7, 7, 9, 11), c(4, 3, 2, 2, 3, 1, 2))
input("eight tied", c(1, 3, 3, 3, 6, 8, 9, 9), c(4, 4, 2, 4, 3, 1, 3, 1))
input("eleven tied", ap11, c(4, 3, 2, 2, 3, 1, 1, 4, 3, 4, 2))
input("sixteen tied", lac16, c(3, 2, 4, 2, 1, 2, 4, 1, 3, 2, 3, 1, 2, 4, 1, 3))
input("sixteen", lac16, c(55, 31, 72, 40, 22, 36, 43, 58, 61, 27, 53, 24, 38, 70, 41, 50))
input(
  "twenty-seven", c(ap11, lac16),
  c(32, 80, 66, 37, 52, 31, 25, 88, 41, 83, 39, 60, 70, 24, 40, 58, 36, 61, 22, 43, 55, 53, 72, 38, 50, 27, 42)
)
input(
  "strata", c(ap11, lac16), c(3, 4, 3, 2, 3, 4, 1, 2, 2, 4, 4, 1, 2, 3, 2, 1, 2, 1, 1, 3, 2, 1, 1, 3, 2, 1, 2),
  strata = rep(c("AP", "LAC"), c(11, 16))
)
input("small strata", c(1, 4, 4, 9, 5, 6, 7, 11), c(4, 4, 2, 3, 3, 1, 2, 1), strata = rep(c("a", "b"), each = 4))
input("partial seven", c(2, 3, 5, 7, 8, 9, 11), c(4, 3, 2, 2, 3, 1, 2), z = c(50, 22, 38, 61, 40, 30, 8))
input(
  "partial sixteen", lac16, c(1, 2, 4, 2, 1, 2, 2, 1, 3, 3, 3, 1, 2, 4, 1, 3),
  z = c(9, 18, 30, 19, 25, 14, 21, 16, 15, 27, 17, 11, 6, 36, 20, 29)
)

for (case in names(data_of)) {
  d <- data_of[[case]]
  keep(case, "rho", rho(d$x, d$y))
  keep(case, "tau", tau_b(d$x, d$y))
}

# without ties: R's own exact tests
for (case in c("six", "nine")) {
  d <- data_of[[case]]
  keep(case, "rho p", cor.test(d$x, d$y, method = "spearman", exact = TRUE)$p.value)
}
for (case in c("six", "nine", "sixteen", "twenty-seven")) {
  d <- data_of[[case]]
  p <- cor.test(d$x, d$y, method = "kendall", exact = TRUE)$p.value
  keep(case, "tau p", p)
}

# with ties: all permutations of the outcome, listed
for (case in c("seven tied", "eight tied")) {
  d <- data_of[[case]]
  orders <- permutations(length(d$x))
  keep(case, "rho p", far(apply(orders, 1, function(o) rho(d$x, d$y[o])), rho(d$x, d$y)))
  keep(case, "tau p", far(apply(orders, 1, function(o) tau_b(d$x, d$y[o])), tau_b(d$x, d$y)))
}

# with ties, more units: coin's Monte Carlo
draws <- 1e6
set.seed(20240101)
for (case in c("eleven tied", "sixteen tied", "sixteen")) {
  d <- data_of[[case]]
  p <- as.numeric(pvalue(spearman_test(d$y ~ d$x, distribution = approximate(nresample = draws))))
  keep(case, "rho p", p, sqrt(p * (1 - p) / draws))
}

# within strata: coin on pooled ranks; all permutations within strata listed
d <- data_of[["strata"]]
blocked <- data.frame(a = rank(d$x), b = rank(d$y), block = factor(d$strata))
p <- as.numeric(pvalue(independence_test(b ~ a | block, blocked, distribution = approximate(nresample = draws))))
keep("strata", "rho p", p, sqrt(p * (1 - p) / draws))

d <- data_of[["small strata"]]
four <- permutations(4)
pairs <- expand.grid(first = 1:24, second = 1:24)
for (statistic in c("rho", "tau")) {
  values <- apply(pairs, 1, function(pair) {
    get(if (statistic == "rho") "rho" else "tau_b")(d$x, d$y[c(four[pair[1], ], 4 + four[pair[2], ])])
  })
  observed <- get(if (statistic == "rho") "rho" else "tau_b")(d$x, d$y)
  keep("small strata", paste(statistic, "p"), far(values - mean(values), observed - mean(values)))
  keep("small strata", paste(statistic, "between"), mean(values))
}

# partial: residuals of ranks; Freedman & Lane's permutations refitted with lm
partial <- function(x, y, z) cor(resid(lm(x ~ z)), resid(lm(y ~ z)))
for (case in c("partial seven", "partial sixteen")) {
  d <- lapply(data_of[[case]][c("x", "y", "z")], rank)
  observed <- partial(d$x, d$y, d$z)
  keep(case, "partial", observed)
  keep(case, "partial (psych)", partial.r(as.data.frame(d), c("x", "y"), "z")["x", "y"])
  model <- lm(d$y ~ d$z)
  again <- function(o) partial(d$x, fitted(model) + resid(model)[o], d$z)
  if (case == "partial seven") {
    keep(case, "partial p", far(apply(permutations(7), 1, again), observed))
  } else {
    p <- far(replicate(20000, again(sample(16))), observed)
    keep(case, "partial p", p, sqrt(p * (1 - p) / 20000))
  }
}

# BCa limits with the jackknife's values centred at their mean, as Efron & Tibshirani (1993, 14.15) have it; boot
# centres at the estimate. It also counts resamples equal to the estimate otherwise than we do, and both bootstraps
# have their own error: hence a tolerance
for (case in c("sixteen", "nine", "sixteen tied", "twenty-seven")) {
  d <- data_of[[case]]
  for (statistic in c("rho", "tau")) {
    of <- get(if (statistic == "rho") "rho" else "tau_b")
    sampled <- boot(data.frame(d$x, d$y), function(t, i) of(t[i, 1], t[i, 2]), R = 20000)
    influence <- empinf(sampled, type = "jack")
    limits <- boot.ci(sampled, type = "bca", L = influence - mean(influence))$bca[4:5]
    # with nine units few distinct samples lie at the end: the limit's own bootstrap error is about 0.03
    error <- if (length(d$x) < 10) 0.04 else 0.01
    keep(case, paste(statistic, "low"), limits[1], error)
    keep(case, paste(statistic, "high"), limits[2], error)
  }
}

# several p at once, one missing
p <- c(0.01, 0.04, NA, 0.03, 0.005, 0.04, 0.9)
for (i in seq_along(p)[-3]) {
  keep("adjusted", paste("holm", i), p.adjust(p, "holm")[i])
  keep("adjusted", paste("bh", i), p.adjust(p, "BH")[i])
}

result <- do.call(rbind, rows)
joined <- function(case, name) {
  values <- data_of[[case]][[name]]
  if (is.null(values)) "" else paste(values, collapse = "|")
}
for (name in c("x", "y", "z", "strata")) result[[name]] <- vapply(result$case, joined, "", name = name)
path <- commandArgs(trailingOnly = TRUE)[1]
write.csv(result, path, row.names = FALSE, quote = FALSE, fileEncoding = "UTF-8")
