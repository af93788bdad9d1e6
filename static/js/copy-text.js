// Shows and wires <button type="button" hidden data-copy="id of a textarea">复制</button>.
// Without it the text is selected by hand; on a page without https the old way of copying is used.
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector('[role="status"]');
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    let copied = false;
    try {
      if (navigator.clipboard) {
        await navigator.clipboard.writeText(box.value);
        copied = true;
      }
    } catch {
      copied = false; // not allowed: the old way below
    }
    copied = copied || document.execCommand("copy");
    status.textContent = copied ? "已复制，可以去微信群里粘贴了。" : "没有复制成，文字已经选中，请按右键或长按复制。";
  });
}
