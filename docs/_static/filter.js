// A box above long tables: type, and only the rows that hold all the words stay. Nothing is fetched.
document.addEventListener("DOMContentLoaded", () => {
  const zh = document.documentElement.lang.startsWith("zh");
  document.querySelectorAll("article table").forEach((table) => {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    if (rows.length < 30 || table.closest(".cell_output")) return;
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const box = document.createElement("div");
    box.className = "filter";
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = zh ? "筛选：编码或文字" : "filter rows 筛选：code or word";
    input.setAttribute("aria-label", input.placeholder);
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        const found = words.every((word) => texts[at].includes(word));
        row.hidden = !found;
        shown += found;
      });
      count.textContent = `${shown} / ${rows.length}`;
    };
    input.addEventListener("input", show);
    box.append(input, count);
    (table.closest(".table-wrapper") || table).before(box);
    show();
  });
});
