// Files on their way from node into a page.

/** Drops files, `[{ name, bytes, type? }]`, onto a page or what `selector` finds there. */
export async function drop(page, files, selector = "body") {
  const transfer = await page.evaluateHandle((entries) => {
    const transfer = new DataTransfer();
    for (const { name, type, data } of entries) {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
  }, files.map(({ name, bytes, type = "" }) => ({ name, type, data: Buffer.from(bytes).toString("base64") })));
  for (const event of ["dragenter", "dragover", "drop"]) await page.dispatchEvent(selector, event, { dataTransfer: transfer });
}
