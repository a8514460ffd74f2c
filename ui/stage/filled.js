// The formulas of the cards in numbers, as MathML; every part of it is a number. In pieces, so that a narrow card can break the line.

const digits = (value) => parameterText(Number(value.toPrecision(3)));

const math = (...parts) => `<math>${parts.join("")}</math>`;
const number = (text) => `<mn>${text}</mn>`, sign = (text) => `<mo>${text}</mo>`, letter = (text) => `<mi>${text}</mi>`;
const fraction = (above, below) => `<mfrac><mrow>${above}</mrow><mrow>${below}</mrow></mfrac>`;
const at = (name, n) => `<msub>${letter(name)}${number(n)}</msub>`;
const bracket = (inside) => `<mrow>${sign("(")}${inside}${sign(")")}</mrow>`;

const FILLED = {
  mixing({ model: { p, q, m1, m2, c, have = 1 } }, n) {
    const gap = have * (m2 - m1), whole = gap < 0 ? bracket(number(digits(gap))) : number(digits(gap));
    if (p + q === 0) return `no links: ${math(at("\u0394", n), sign("="), letter("\u0394"), sign("="), number(digits(gap)))}`;
    const [a, b] = [p, q].map((value) => number(parameterText(value))), others = c - 1, result = ((p - q) / (p + others * q)) ** n * gap;
    const rest = others > 1 ? `${number(others)}${sign("\u00d7")}${b}` : b;
    const share = `<msup>${bracket(fraction(`${a}${sign("\u2212")}${b}`, `${a}${sign("+")}${rest}`))}${number(n)}</msup>`;
    return `${math(at("\u0394", n), sign("\u2248"), share)} ${math(sign("\u00d7"), whole, sign("="), number(digits(result)))}`;
  },
  denoising({ model: { n: nodes, s: deviation, have = 1 }, layers }, n) {
    // Where a share of the nodes has a feature, its root is left of the noise of all.
    const s = deviation * Math.sqrt(have), sigma = number(have < 1 ? digits(s) : parameterText(s)), floor = fraction(sigma, `<msqrt>${number(parameterText(nodes))}</msqrt>`);
    const now = layers.variance[n] == null ? [] : [sign("\u2248"), number(digits(deviation * Math.sqrt(layers.variance[n])))];
    return `${math(floor, sign("="), number(digits(s / Math.sqrt(nodes))))} ${math(sign("\u2264"), at("\u03c3", n), ...now)} ${math(sign("\u2264"), sigma)}`;
  },
  balance({ model: { m1, m2, s, c }, layers, curves }, n) {
    const mean = (Math.abs(m2 - m1) / 2) * Math.abs(layers.gap[n]), spread = s * Math.sqrt(layers.variance[n]);
    if (curves.paper?.[n] == null || curves.fixed?.[n] == null) return "";
    const alike = `${percent(curves.paper[n], 1)} if all nodes were alike; over real neighbourhoods ${percent(curves.fixed[n], 1)}`;
    if (c > 2) return `depth ${n}: ${alike}`;
    const share = math("<mi mathvariant='normal'>\u03a6</mi>", bracket(`${sign("\u2212")}${fraction(number(digits(mean)), number(digits(spread)))}`));
    return `depth ${n}: ${share} = ${alike}`;
  },
};
