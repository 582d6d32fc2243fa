import type { Axis, Kind } from './kind.ts'

const FORMATS: Axis = {
  name: 'Format',
  values: [['Paperback', 100, 100], ['Hardcover', 170, 160], ['Large print', 140, 150], ['Signed hardcover', 260, 160], ['Boxed edition', 340, 220], ['Pocket edition', 80, 60]],
} // biome-ignore format: a table

export const books: Kind = {
  taxClass: 'reduced',
  brands: ['Tidewrack Press', 'Second Lamp', 'Oxbow House', 'Hedge & Ditch'],
  words: {
    quality: ['Salt', 'Silent', 'Borrowed', 'Northern', 'Paper', 'Hidden', 'Last', 'Crooked', 'Patient', 'Winter', 'Glass', 'Wandering', 'Second', 'Burning',
      'Unfinished', 'Amber', 'Hollow', 'Small', 'Tall', 'Distant', 'Forgotten', 'Electric', 'Quiet', 'Golden'],
    subject: ['Orchard', 'Cartographer', 'River', 'Almanac', 'Lighthouse', 'Beekeeper', 'Archive', 'Garden', 'Violin', 'Staircase', 'Harbour', 'Fox',
      'Kitchen', 'Mountain', 'Weather', 'Library', 'Railway', 'Island', 'Letter', 'Clockmaker', 'Forest', 'Moon', 'Market', 'Bridge'],
    place: ['Estuary', 'High Street', 'Marsh', 'North', 'Valley', 'Old Town', 'Coast', 'Border'],
    author: ['Ines Calloway', 'Tomas Verhoeven', 'Mira Solberg', 'Daniel Okafor', 'Yuki Tanabe', 'Ruth Abernathy', 'Elias Brandt', 'Noor Rahimi', 'Clara Whitlock',
      'Samuel Ojo', 'Freya Lindqvist', 'Marco Bellini', 'Hannah Greaves', 'Arjun Mehta', 'Lucía Ferrer', 'Owen Pryce'],
    tone: ['dry and tender', 'patient and funny', 'exact and strange', 'warm and unhurried', 'brisk and sly'],
  },
  titles: ['The {quality} {subject}', '{quality} {subject}', 'The {subject} of the {place}', 'A {quality} {subject}', 'Notes on a {quality} {subject}'],
  lines: [
    { category: 'fiction', axis: FORMATS, things: [['novel', 1800, 330, [210, 140, 24]], ['collection of stories', 1700, 280, [210, 140, 20]], ['mystery', 1600, 310, [198, 129, 23]]] },
    { category: 'childrens-books', axis: FORMATS, things: [['picture book', 1700, 380, [250, 250, 10]], ['bedtime reader', 1500, 290, [210, 160, 15]], ['first atlas', 2400, 720, [320, 250, 14]]] },
    { category: 'nature-travel', axis: FORMATS, things: [['field guide', 2200, 410, [190, 125, 22]], ['walking book', 1900, 340, [198, 129, 20]], ['journal of a year outdoors', 2000, 360, [210, 140, 22]]] },
    { category: 'food-craft', axis: FORMATS, things: [['cookbook', 3200, 980, [255, 195, 26]], ['handbook for makers', 2800, 760, [240, 180, 20]], ['book about coffee', 2600, 690, [230, 170, 19]]] },
  ],
  openings: [
    'A {thing} by {author}, {tone} from the first page.',
    '{author} has written a {thing} that people press on their friends.',
    'In this {thing} {author} starts with one small fact and follows it all the way home.',
  ],
  details: [
    'It asks what we owe the places we leave.',
    'With drawings by the author and a map inside the cover.',
    'Longlisted for two prizes and read aloud in many kitchens.',
    'Short chapters, long echoes.',
    'The new preface tells how it came to be written twice.',
  ],
  closings: ['Printed on wood-free paper and sewn, so that it stays open.', 'From {brand}.', 'An index, thank goodness, is included.'],
  attributes: { author: '{author}', publisher: '{brand}', genre: '{thing}' },
} // biome-ignore format: tables read best as tables
