// Shows and wires <button type="button" hidden data-print>打印</button>.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
