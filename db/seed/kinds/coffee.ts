import type { Axis, Kind } from './kind.ts'
import { plain } from './kind.ts'

const BAGS: Axis = { name: 'Size', values: [['250 g', 100, 100], ['500 g', 185, 195], ['1 kg', 345, 380]] } // biome-ignore format: a table
const GRINDS = plain('Grind', ['Whole bean', 'Espresso', 'Filter', 'French press'])
const TINS: Axis = { name: 'Size', values: [['50 g', 100, 100], ['100 g', 180, 170], ['250 g', 400, 360]] } // biome-ignore format: a table
const PACKS: Axis = { name: 'Pack', values: [['One', 100, 100], ['Pack of 2', 190, 200], ['Pack of 4', 360, 400]] } // biome-ignore format: a table

export const coffee: Kind = {
  taxClass: 'reduced',
  brands: ['Night Ferry Coffee', 'Ferry Tea Room'],
  words: {
    origin: ['Ethiopia Guji', 'Ethiopia Sidama', 'Kenya Nyeri', 'Colombia Huila', 'Guatemala Antigua', 'Peru Cajamarca', 'Rwanda Huye', 'Burundi Kayanza',
      'Honduras Marcala', 'Costa Rica Tarrazú', 'Brazil Mantiqueira', 'Sumatra Gayo', 'Mexico Chiapas', 'Yemen Haraz', 'Bolivia Caranavi', 'Panama Boquete'],
    lot: ['Morning Watch', 'Lighthouse', 'Slow Tide', 'Upper Deck', 'Foghorn', 'Engine Room', 'First Light', 'Long Crossing', 'North Pier', 'Quiet Harbour',
      'Signal', 'Compass', 'Anchor', 'Half Moon', 'Gangway', 'Storm Glass'],
    process: ['washed', 'natural', 'honey', 'anaerobic', 'wet-hulled'],
    note: ['apricot', 'dark chocolate', 'jasmine', 'blackcurrant', 'brown sugar', 'bergamot', 'hazelnut', 'red apple', 'plum', 'orange peel'],
    body: ['a silky body', 'a syrupy body', 'a light, tea-like body', 'a round, heavy body'],
    roast: ['light', 'medium', 'medium-dark', 'dark'],
  },
  titles: ['{lot} {thing}, {origin}', '{origin} {Process} {thing}', '{lot} {Roast} Roast {thing}'],
  lines: [
    { category: 'coffee-beans', axis: BAGS, second: GRINDS, things: [['Single Origin', 1650, 270, [200, 80, 60]], ['Espresso', 1550, 270, [200, 80, 60]], ['Filter Coffee', 1600, 270, [200, 80, 60]], ['Decaf', 1700, 270, [200, 80, 60]]] },
    { category: 'tea', words: { garden: ['Darjeeling Margaret’s Hope', 'Uji', 'Nantou', 'Nilgiri', 'Wuyi', 'Kagoshima', 'Assam Mangalam', 'Anxi'], harvest: ['first flush', 'second flush', 'spring', 'autumn'] }, titles: ['{garden} {thing}', '{lot} {thing}', '{Harvest} {garden} {thing}'],
      openings: ['Leaves of the {harvest} harvest from {garden}, rolled by hand.', 'Our {thing} comes from {garden} and smells of {note}.'],
      details: ['Use water at eighty degrees and patience for three minutes.', 'The second infusion is the better one; the fourth is still good.', 'Look for {note} when it cools.'], attributes: { origin: '{garden}', harvest: '{harvest}' }, axis: TINS, things: [['Black Tea', 1200, 120, [90, 90, 110]], ['Green Tea', 1400, 120, [90, 90, 110]], ['Oolong', 1800, 120, [90, 90, 110]], ['Herbal Infusion', 1100, 120, [90, 90, 110]]] },
    { category: 'coffee-pantry', titles: ['{lot} {thing}', '{origin} {thing}'], openings: ['The {thing} for mornings without a grinder, made with coffee from {origin}.', 'Our {lot} blend as a {thing}, tasting of {note}.'],
      details: ['Keeps for six months unopened, and about a day once opened.', 'No sugar but what is named on the label.', 'Made in the roastery, in runs of three hundred.'], attributes: { origin: '{origin}' }, axis: PACKS, things: [['Cold Brew Bottle', 900, 560, [70, 70, 200]], ['Drip Bag Box', 1500, 140, [130, 90, 90]], ['Coffee Syrup', 1300, 620, [65, 65, 230]]] },
  ],
  openings: [
    'Tastes of {note}, with {body} and a clean finish.',
    'A {process} lot from {origin}, roasted {roast} in small batches on Tuesdays and Fridays.',
    'We bought this {thing} straight from the growers of {origin} and roast it {roast}.',
  ],
  details: [
    'Grown above 1,700 metres and picked over three passes, ripe fruit only.',
    'Look for {note} when it is hot and something sweeter as it cools.',
    'Try 1 to 16 by weight and water just off the boil.',
    'It forgives a coarse grind and a distracted morning.',
    'We pay at least twice the market price and print the figure on the bag.',
  ],
  closings: ['Leaves the roastery within two days of roasting.', 'The bag goes into the paper bin.', 'Rest it a week if you can wait.'],
  attributes: { origin: '{origin}', process: '{process}', roast: '{roast}' },
} // biome-ignore format: tables read best as tables
