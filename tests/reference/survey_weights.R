# Weighted shares and means with design-based intervals: survey's svydesign, svyciprop(method = "logit"), svymean, degf.
#   Rscript tests/reference/survey_weights.R tests/reference/survey_weights.csv
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(survey))

# strata and clusters are there in some cases only; clusters of one name in two strata are two
designed <- function(case) {
  part <- function(name) if (all(is.na(case[[name]]))) NULL else as.formula(paste0("~", name))
  ids <- if (is.null(part("cluster"))) ~1 else ~cluster
  svydesign(ids = ids, strata = part("stratum"), weights = ~weight, data = case, nest = TRUE)
}

values <- list()
for (name in names(cases("design"))) {
  case <- cases("design")[[name]]
  design <- designed(case)
  yes <- subset(design, !is.na(yes))
  share <- svymean(~yes, yes)
  value <- subset(design, !is.na(value))
  mean <- svymean(~value, value)
  interval <- confint(mean, df = degf(value))
  found <- c(
    share = unname(coef(share)), share_se = unname(SE(share)), share_df = degf(yes),
    mean = unname(coef(mean)), mean_se = as.numeric(SE(mean)), mean_df = degf(value),
    mean_low = interval[1], mean_high = interval[2]
  )
  if (coef(share) > 0 && coef(share) < 1) {
    logit <- confint(svyciprop(~yes, yes, method = "logit", df = degf(yes)))
    closed <- confint(svyciprop(~yes, yes, method = "xlogit", df = degf(yes)))
    found <- c(found, logit_low = logit[1], logit_high = logit[2], xlogit_low = closed[1], xlogit_high = closed[2])
  }
  values[[name]] <- found
}
save_reference(values)
