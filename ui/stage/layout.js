// Where the four views stand: under the hills the same at true size, under the error who wins the layer, on one depth axis.

const LENS = 1.7;       // heights in units of the letters' size: between magnified picture and true size
const TICKS = 1.6;     // an axis with its numbers
const ROWS = 5.9;      // what the strip needs beside its hills: lens, gap and spread, axis
const NODES = 3;       // and for nodes besides
const LOW_ROWS = 2.9;  // above the hills of a low picture: heading, and the gap's arrow with its name beside it
const LOW_HILLS = 5;   // both pairs of hills together, where a low picture has nodes too
const WITH_NODES = 11; // lowest strip that has room for nodes
const TALL = 23.4;     // lowest picture that gives the strip so much
const WITH_LAYERS = 22; // lowest course that has room for layers

/**
 * Boxes in pixels of the picture that holds them; layers: null where there is no room. names, ticks: widths of the words on either side of a curve;
 * followed: whether nodes can be.
 */
function layOut(figure, course, size, { names, ticks, followed = true }) {
  const low = figure.height < TALL * size, spare = figure.height - (LOW_ROWS + TICKS + ROWS + NODES) * size;
  // A low picture is for its hills: the magnified ones take most of what the words leave, those of true size the rest.
  const lowNodes = followed && spare >= LOW_HILLS * size, lowStrip = (ROWS + (lowNodes ? NODES : 0)) * size + 0.4 * Math.max(0, spare + (lowNodes ? 0 : NODES * size));
  const strip = low ? lowStrip : clamp(0.42 * figure.height, (WITH_NODES + 1) * size, 14 * size), cut = figure.height - strip;
  const left = 2, right = figure.width - 2, nodes = low ? lowNodes : followed && strip >= WITH_NODES * size;
  const narrow = course.width < 44 * size, axisRoom = ticks + 10, plot = { left: axisRoom, right: course.width - (narrow ? names + 10 : 9.5 * size) };
  const layers = course.height >= WITH_LAYERS * size;
  const ends = course.height * (layers ? 0.6 : 1);
  return {
    hills: { left, right, top: 0, base: cut - TICKS * size, size, low },
    lens: { left, right, top: cut, bottom: cut + LENS * size, size },
    strip: { left, right, top: cut + LENS * size, bottom: figure.height, size, nodes, low },
    curve: { ...plot, top: 0, base: ends - TICKS * size, size, narrow, axisRoom, room: course.width - plot.right - 8 },
    layers: layers ? { ...plot, top: ends, bottom: course.height, size, narrow, axisRoom } : null,
  };
}
