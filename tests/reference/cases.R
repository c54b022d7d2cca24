# Cases that look like the study's data: n of 6, 9, 11 and 16, four-point answers with many ties, unchanged answers,
# yes/no answers, scores without ties; and samples with weights, strata and clusters. Writes cases_….csv into a folder:
#   Rscript tests/reference/cases.R tests/reference
out <- commandArgs(trailingOnly = TRUE)[1]
set.seed(20240611, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

answers <- function(n, weights) sample(seq_along(weights), n, replace = TRUE, prob = weights)
within <- function(x, low, high) pmin(pmax(x, low), high)

pairs <- list()
for (n in c(6, 9, 11, 16)) {
  for (draw in 1:3) {
    before <- answers(n, c(4, 3, 2, 1))
    step <- sample(c(-1, 0, 0, 1, 1, 2), n, replace = TRUE)
    pairs[[paste("four", n, draw, sep = "_")]] <- data.frame(before, after = within(before + step, 1, 4))
  }
  before <- answers(n, c(1, 2, 3, 2, 1))
  step <- sample(c(-2, -1, 0, 1, 1), n, replace = TRUE)
  pairs[[paste("five", n, sep = "_")]] <- data.frame(before, after = within(before + step, 1, 5))
  before <- answers(n, c(3, 2, 1, 1))
  after <- before
  after[1:2] <- before[1:2] %% 4 + 1
  pairs[[paste("few", n, sep = "_")]] <- data.frame(before, after)
  before <- rbinom(n, 1, 0.4)
  after <- ifelse(runif(n) < 0.5, rbinom(n, 1, 0.8), before)
  after[1] <- 1 - before[1]
  pairs[[paste("yesno", n, sep = "_")]] <- data.frame(before, after)
  before <- round(runif(n, 0, 80), 1)
  pairs[[paste("score", n, sep = "_")]] <- data.frame(before, after = round(before + rnorm(n, 8, 12), 1))
}

groups <- list()
for (sizes in list(c(6, 5), c(6, 9), c(9, 11), c(11, 16))) {
  n1 <- sizes[1]
  n2 <- sizes[2]
  name <- paste(n1, n2, sep = "_")
  two <- function(x, y) data.frame(group = rep(c("x", "y"), sizes), value = c(x, y))
  for (draw in 1:2) {
    groups[[paste("four", name, draw, sep = "_")]] <- two(answers(n1, c(4, 3, 2, 1)), answers(n2, c(1, 2, 3, 3)))
  }
  groups[[paste("five", name, sep = "_")]] <- two(answers(n1, c(1, 2, 3, 2, 1)), answers(n2, c(1, 2, 2, 2, 1)))
  groups[[paste("tied", name, sep = "_")]] <- two(c(3, rep(1, n1 - 1)), c(2, 4, rep(1, n2 - 2)))
  groups[[paste("yesno", name, sep = "_")]] <- two(rbinom(n1, 1, 0.75), c(0, rbinom(n2 - 1, 1, 0.35)))
  groups[[paste("apart", name, sep = "_")]] <- two(rep(4:3, length.out = n1), rep(1:2, length.out = n2))
  groups[[paste("score", name, sep = "_")]] <- two(round(runif(n1, 20, 90), 1), round(runif(n2, 0, 80), 1))
}

items <- list()
for (shape in list(c(6, 3), c(9, 4), c(9, 5), c(11, 8), c(16, 6))) {
  n <- shape[1]
  k <- shape[2]
  factor <- rnorm(n)
  latent <- sapply(seq_len(k), function(j) 0.75 * factor + 0.66 * rnorm(n) + 0.15 * j)
  items[[paste("items", n, k, sep = "_")]] <- matrix(findInterval(latent, c(-0.8, 0, 0.8)) + 1, n, k)
}

# samples with a design: a yes/no answer and a score of each unit, some missing, a weight of nothing, a cluster that is
# not there at all; clusters of one name in two strata
designs <- list()
sampled <- function(n, strata, clusters, missing = 0, spread = 1) {
  stratum <- if (strata) rep(letters[seq_len(strata)], length.out = n) else rep(NA, n)
  own <- if (strata) ave(seq_len(n), stratum, FUN = seq_along) else seq_len(n)
  case <- data.frame(
    stratum = stratum, cluster = if (clusters) (own - 1) %% clusters + 1 else rep(NA, n),
    weight = round(exp(rnorm(n, 3, spread)), 3), yes = rbinom(n, 1, 0.4), value = round(runif(n, 0, 100), 1)
  )
  case$yes[1:2] <- 0:1
  case$yes[sample(3:n, missing)] <- NA
  case$value[sample(n, missing)] <- NA
  case
}
designs$equal_11 <- transform(sampled(11, 0, 0), weight = 1)
designs$weights_11 <- sampled(11, 0, 0)
designs$weights_6 <- sampled(6, 0, 0, 1)
designs$strata_30 <- sampled(30, 3, 0)
designs$strata_missing_30 <- sampled(30, 4, 0, 6)
designs$clusters_40 <- sampled(40, 0, 8)
designs$both_60 <- sampled(60, 3, 4)
designs$both_missing_60 <- sampled(60, 3, 4, 9, 1.5)
designs$lost_cluster_48 <- base::within(sampled(48, 2, 4), {
  value[stratum == "a" & cluster == 2] <- NA
  yes[stratum == "b" & cluster == 1] <- NA
})
designs$no_weight_24 <- base::within(sampled(24, 2, 3), weight[stratum == "a" & cluster == 1] <- 0)
designs$none_20 <- transform(sampled(20, 2, 0), yes = 0)
designs$all_20 <- transform(sampled(20, 0, 5), yes = 1)

long <- function(list, columns) {
  do.call(rbind, lapply(names(list), function(case) cbind(case = case, columns(list[[case]]))))
}
save_csv <- function(table, name) write.csv(table, file.path(out, name), row.names = FALSE, quote = FALSE)
save_csv(long(pairs, identity), "cases_pairs.csv")
save_csv(long(groups, identity), "cases_groups.csv")
save_csv(long(items, function(m) {
  data.frame(unit = rep(seq_len(nrow(m)), ncol(m)), item = rep(seq_len(ncol(m)), each = nrow(m)), value = c(m))
}), "cases_items.csv")
save_csv(long(designs, identity), "cases_design.csv")
