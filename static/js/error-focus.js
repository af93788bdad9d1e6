// After a refused form, takes keyboard and screen reader to what has to be changed.
document.querySelector("[data-error-summary]")?.focus();
