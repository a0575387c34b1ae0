# The oracle for life tables: R's survival package on a CSV file.
# Usage: Rscript lifetables.R FILE WHAT   (WHAT: km, entry, aj, logrank); prints CSV with 17 digits.
# Columns of FILE: g (group), entry, time, status (0 censored, 1 event, 2 competing).
suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)
d <- read.csv(arguments[1], colClasses = c(g = "character"))
what <- arguments[2]
options(digits = 17)
show <- function(x) write.csv(format(x, digits = 17, trim = TRUE), quote = FALSE, row.names = FALSE)

kaplan_meier <- function(f) {
  s <- summary(f, censored = TRUE)
  data.frame(
    g = sub("^g=", "", as.character(s$strata)), time = s$time, at_risk = s$n.risk, events = s$n.event,
    survival = s$surv, se = s$std.err, lower = s$lower, upper = s$upper
  )
}
if (what == "km") {
  show(kaplan_meier(survfit(Surv(time, status == 1) ~ g, d, conf.type = "log-log")))
} else if (what == "entry") {
  show(kaplan_meier(survfit(Surv(entry, time, status == 1) ~ g, d, conf.type = "log-log")))
} else if (what == "aj") {
  # Without an influence matrix survfit gives the multi-state Greenwood variance when every id has one row.
  f <- survfit(Surv(time, factor(status, 0:2)) ~ g, d)
  s <- summary(f, censored = TRUE)
  show(data.frame(
    g = sub("^g=", "", as.character(s$strata)), time = s$time, survival = s$pstate[, 1],
    cif_1 = s$pstate[, 2], cif_2 = s$pstate[, 3], cif_se_1 = s$std.err[, 2], cif_se_2 = s$std.err[, 3]
  ))
} else if (what == "logrank") {
  f <- survdiff(Surv(time, status == 1) ~ g, d)
  df <- sum(f$exp > 0) - 1
  show(data.frame(n = sum(f$n), events = sum(f$obs), chi2 = f$chisq, df = df,
                  p = pchisq(f$chisq, df, lower.tail = FALSE)))
} else if (what == "cmprsk") {
  # A second oracle for the incidence itself.
  f <- cmprsk::timepoints(cmprsk::cuminc(d$time, d$status, d$g), sort(unique(d$time)))$est
  show(data.frame(name = rownames(f), f, check.names = FALSE))
}
