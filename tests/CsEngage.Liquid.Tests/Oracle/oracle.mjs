// One long-lived process that is asked in JSON lines: what liquidjs makes of a template, and how fast.
import { createInterface } from 'node:readline'
import { Liquid } from 'liquidjs'

const engines = new Map()

function engine(html, partials) {
  if (partials) return new Liquid({ templates: partials, outputEscape: html ? 'escape' : undefined, ownPropertyOnly: true })
  const key = html ? 'html' : 'text'
  if (!engines.has(key)) engines.set(key, new Liquid({ outputEscape: html ? 'escape' : undefined, ownPropertyOnly: true }))
  return engines.get(key)
}

function rate(milliseconds, once) {
  const started = performance.now()
  let count = 0
  let elapsed
  do {
    for (let i = 0; i < 20; i++) once()
    count += 20
    elapsed = performance.now() - started
  } while (elapsed < milliseconds)
  return { rate: count / elapsed * 1000 }
}

const answers = {
  render({ template, data, html, partials }) {
    try {
      return { text: engine(html, partials).parseAndRenderSync(template, data) }
    } catch (error) {
      return { error: error.message }
    }
  },
  renderRate({ template, data, html, milliseconds }) {
    const parsed = engine(html).parse(template)
    return rate(milliseconds, () => engine(html).renderSync(parsed, data))
  },
  parseRate({ template, html, milliseconds }) {
    return rate(milliseconds, () => engine(html).parse(template))
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  process.stdout.write(JSON.stringify(answers[question.ask](question)) + '\n')
}
