# Reliability: psych for alpha, Feldt's interval and corrected item-total correlations, cor.test for their
# intervals, optim for the minres factor (psych's own fit is looser).
#   Rscript tests/reference/scale_quality.R tests/reference/scale_quality.csv
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(psych))

minres <- function(r) {
  off <- row(r) != col(r)
  misfit <- function(l) sum(((r - l %*% t(l))[off])^2)
  slope <- function(l) {
    residual <- r - l %*% t(l)
    diag(residual) <- 0
    c(-4 * residual %*% l)
  }
  fit <- optim(rep(0.5, nrow(r)), misfit, slope, method = "BFGS", control = list(reltol = 1e-30, maxit = 10000))
  fit$par
}

values <- lapply(cases("items"), function(case) {
  m <- matrix(case$value, nrow = max(case$unit))
  capture.output(found <- suppressMessages(alpha(as.data.frame(m), check.keys = FALSE)))
  v <- c(alpha = found$total$raw_alpha, feldt_low = unname(unlist(found$feldt$lower.ci)),
         feldt_high = unname(unlist(found$feldt$upper.ci)))
  for (j in seq_len(ncol(m))) {
    v[paste0("r_drop_", j)] <- found$item.stats$r.drop[j]
    interval <- cor.test(m[, j], rowSums(m[, -j]))$conf.int
    v[paste0("r_low_", j)] <- interval[1]
    v[paste0("r_high_", j)] <- interval[2]
  }
  l <- minres(cor(m))
  v["omega"] <- sum(l)^2 / (sum(l)^2 + sum(1 - l^2))
  v["largest_loading"] <- max(abs(l))
  capture.output(fitted <- suppressMessages(fa(as.data.frame(m), nfactors = 1, fm = "minres")))
  l <- c(fitted$loadings)
  v["psych_omega"] <- sum(l)^2 / (sum(l)^2 + sum(1 - l^2))
  v
})
save_reference(values)
