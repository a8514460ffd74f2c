// Where the four views stand: under the hills the same at true size, under the error who wins the layer, on one depth axis.

const LENS = 1.7;       // heights in units of the letters' size: between magnified picture and true size
const TICKS = 1.6;     // an axis with its numbers
const WITH_NODES = 11; // lowest strip that has room for nodes
const TALL = 23.4;     // lowest picture that gives the strip so much
const WITH_LAYERS = 22; // lowest course that has room for layers

/**
 * Boxes in pixels of the picture that holds them; layers: null where there is no room. names, ticks: widths of the words on either side of a curve;
 * followed: whether nodes can be.
 */
function layOut(figure, course, size, { names, ticks, followed = true }) {
  const strip = clamp(0.42 * figure.height, (figure.height >= TALL * size ? WITH_NODES + 1 : 7.4) * size, 14 * size), cut = figure.height - strip;
  const left = 2, right = figure.width - 2, nodes = followed && strip >= WITH_NODES * size;
  const narrow = course.width < 44 * size, axisRoom = ticks + 10, plot = { left: axisRoom, right: course.width - (narrow ? names + 10 : 9.5 * size) };
  const layers = course.height >= WITH_LAYERS * size;
  const ends = course.height * (layers ? 0.6 : 1);
  return {
    hills: { left, right, top: 0, base: cut - TICKS * size, size },
    lens: { left, right, top: cut, bottom: cut + LENS * size, size },
    strip: { left, right, top: cut + LENS * size, bottom: figure.height, size, nodes },
    curve: { ...plot, top: 0, base: ends - TICKS * size, size, narrow, axisRoom, room: course.width - plot.right - 8 },
    layers: layers ? { ...plot, top: ends, bottom: course.height, size, narrow, axisRoom } : null,
  };
}
