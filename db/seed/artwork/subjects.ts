import type { Motif } from './look.ts'
import * as audio from './motifs/audio.ts'
import * as bags from './motifs/bags.ts'
import * as bikes from './motifs/bikes.ts'
import * as books from './motifs/books.ts'
import * as camp from './motifs/camp.ts'
import * as clothes from './motifs/clothes.ts'
import * as kitchen from './motifs/kitchen.ts'
import * as plants from './motifs/plants.ts'
import * as toys from './motifs/toys.ts'
import * as vessels from './motifs/vessels.ts'

/** A thing that can stand beside another, and what the text of a picture calls it. */
export type Companion = readonly [name: string, motif: Motif]

const BESIDE = {
  mug: ['a mug', vessels.mug], espresso: ['an espresso cup', vessels.espressoCup], teapot: ['a teapot', kitchen.teapot], teaBowl: ['a tea bowl', vessels.teaBowl], bowl: ['a bowl of fruit', vessels.servingBowl],
  budVase: ['a flower in a vase', vessels.budVase], bottleVase: ['a bottle vase', vessels.bottleVase], crock: ['a crock of wooden spoons', kitchen.crock], dripper: ['a pour-over dripper', kitchen.dripper],
  beans: ['a bag of coffee', kitchen.beanBag], tin: ['a tin of tea', kitchen.teaTin], pile: ['a pile of books', books.pile], open: ['an open book', books.openBook], plant: ['a house plant', plants.youngPlant],
  planter: ['a planter', plants.planter], soil: ['a bag of potting mix', plants.soilBag], city: ['a city bike', bikes.cityBike], touring: ['a touring bike', bikes.touringBike], gravel: ['a gravel bike', bikes.gravelBike],
  pannier: ['a pannier', bags.pannier], backpack: ['a backpack', bags.backpack], tent: ['a tent', camp.tent], enamel: ['an enamel mug', camp.enamelMug], flask: ['a bottle', camp.flask], stove: ['a camp stove', camp.stove],
  radio: ['a radio', audio.radio], turntable: ['a turntable', audio.turntable], phones: ['headphones', audio.headphones], blocks: ['building blocks', toys.blocks], cuddly: ['a cuddly toy', toys.cuddly], boots: ['rain boots', clothes.boots], tower: ['a stacking tower', toys.tower],
} as const satisfies Record<string, Companion> // biome-ignore format: a table
type Name = keyof typeof BESIDE

/** What a thing looks like, and what it is shown beside. */
const SUBJECTS: Readonly<Record<string, readonly [motif: Motif, ...beside: Name[]]>> = {
  Mug: [vessels.mug, 'teapot', 'pile', 'dripper', 'budVase'], 'Espresso Cup': [vessels.espressoCup, 'beans', 'budVase', 'open'], Tumbler: [vessels.tumbler, 'bowl', 'bottleVase'], 'Travel Cup': [vessels.travelCup, 'beans', 'backpack', 'pile'], 'Tea Bowl': [vessels.teaBowl, 'tin', 'teapot', 'budVase'],
  'Breakfast Bowl': [vessels.deepBowl, 'mug', 'crock'], 'Dinner Plate': [vessels.plate, 'bowl', 'crock', 'budVase'], 'Side Plate': [vessels.plate, 'mug', 'teapot', 'espresso'], 'Serving Bowl': [vessels.servingBowl, 'bottleVase', 'crock'], 'Pasta Bowl': [vessels.wideBowl, 'bottleVase', 'crock'], 'Ramen Bowl': [vessels.ramenBowl, 'teapot', 'teaBowl'],
  'Bud Vase': [vessels.budVase, 'pile', 'bottleVase', 'teaBowl'], 'Bottle Vase': [vessels.bottleVase, 'budVase', 'pile', 'bowl'], 'Moon Jar': [vessels.moonJar, 'budVase', 'pile'], 'Ikebana Bowl': [vessels.ikebana, 'bottleVase', 'teaBowl'],
  'Butter Dish': [kitchen.butterDish, 'crock', 'mug', 'budVase'], 'Pour-Over Dripper': [kitchen.dripper, 'beans', 'mug'], 'Salt Pig': [kitchen.saltPig, 'crock', 'bowl'], Teapot: [kitchen.teapot, 'teaBowl', 'tin', 'mug'], 'Utensil Crock': [kitchen.crock, 'bowl', 'teapot'],
  'Single Origin': [kitchen.beanBag, 'dripper', 'mug', 'espresso'], Espresso: [kitchen.beanBag, 'espresso'], 'Filter Coffee': [kitchen.beanBag, 'dripper', 'mug'], Decaf: [kitchen.beanBag, 'pile', 'mug', 'open'],
  'Black Tea': [kitchen.teaTin, 'teapot', 'mug'], 'Green Tea': [kitchen.teaTin, 'teaBowl', 'budVase'], Oolong: [kitchen.teaTin, 'teaBowl', 'teapot'], 'Herbal Infusion': [kitchen.teaTin, 'mug', 'plant'],
  'Cold Brew Bottle': [kitchen.bottle, 'mug', 'beans'], 'Drip Bag Box': [kitchen.dripBox, 'mug', 'espresso'], 'Coffee Syrup': [kitchen.bottle, 'espresso', 'mug'],
  'City Bike': [bikes.cityBike, 'planter', 'pannier'], 'Gravel Bike': [bikes.gravelBike, 'backpack', 'flask'], 'Touring Bike': [bikes.touringBike, 'tent', 'pannier'], 'Folding Bike': [bikes.foldingBike, 'planter', 'backpack'],
  Saddle: [bikes.saddle, 'city', 'touring'], 'Pedal Pair': [bikes.pedals, 'gravel', 'city'], Handlebar: [bikes.handlebar, 'city'], 'Dynamo Light': [bikes.lamp, 'city', 'touring'], 'Mudguard Set': [bikes.mudguards, 'touring', 'city'], Chain: [bikes.chain, 'gravel'],
  Pannier: [bags.pannier, 'touring', 'city'], 'Handlebar Bag': [bags.handlebarBag, 'touring', 'flask'], 'Frame Bag': [bags.frameBag, 'gravel'], 'Saddle Bag': [bags.saddleBag, 'touring', 'gravel'],
  'Rain Cape': [clothes.rainCape, 'city', 'boots'], 'Merino Jersey': [clothes.jersey, 'gravel', 'flask'], 'Bib Shorts': [clothes.bibShorts, 'gravel'], 'Winter Gloves': [clothes.gloves, 'city', 'flask'],
  novel: [books.novel, 'mug', 'pile', 'plant'], 'collection of stories': [books.paperback, 'pile', 'teaBowl', 'budVase'], mystery: [books.novel, 'pile', 'espresso', 'radio'],
  'picture book': [books.pictureBook, 'cuddly', 'blocks'], 'bedtime reader': [books.novel, 'cuddly', 'mug'], 'first atlas': [books.largeBook, 'tower', 'cuddly'],
  'field guide': [books.guide, 'flask', 'backpack', 'plant'], 'walking book': [books.paperback, 'enamel', 'backpack'], 'journal of a year outdoors': [books.novel, 'enamel', 'planter'],
  cookbook: [books.largeBook, 'crock', 'bowl'], 'handbook for makers': [books.largeBook, 'crock', 'pile'], 'book about coffee': [books.largeBook, 'dripper', 'espresso', 'beans'],
  'Young Plant': [plants.youngPlant, 'pile', 'mug', 'soil'], 'Hanging Plant': [plants.hangingPlant, 'planter', 'pile'], 'Bushy Plant': [plants.bushyPlant, 'pile', 'teapot', 'radio'], Seeds: [plants.seedPacket, 'planter', 'plant', 'soil'], 'Seed Tape': [plants.seedPacket, 'planter', 'plant'],
  Planter: [plants.planter, 'plant', 'soil', 'pile'], 'Hanging Pot': [plants.hangingPot, 'plant', 'pile'], 'Window Box': [plants.windowBox, 'soil', 'budVase'], 'Potting Mix': [plants.soilBag, 'planter', 'plant'], 'Bark Mix': [plants.soilBag, 'plant', 'planter'], 'Worm Compost': [plants.soilBag, 'planter'],
  'Over-Ear Headphones': [audio.headphones, 'pile', 'plant', 'mug'], Earphones: [audio.earphones, 'pile', 'mug'], 'Open Headphones': [audio.openHeadphones, 'turntable', 'plant'], 'Wireless Earbuds': [audio.earbuds, 'backpack', 'open'],
  'Bookshelf Speakers': [audio.bookshelfSpeakers, 'plant', 'turntable', 'pile'], 'Portable Speaker': [audio.portableSpeaker, 'plant', 'bowl', 'flask'], 'Desk Speakers': [audio.deskSpeakers, 'plant', 'pile', 'mug'], Subwoofer: [audio.subwoofer, 'plant', 'pile'],
  Turntable: [audio.turntable, 'phones', 'plant'], 'Integrated Amplifier': [audio.amplifier, 'phones', 'plant', 'turntable'], 'Phono Stage': [audio.phonoStage, 'turntable', 'phones'], Radio: [audio.radio, 'mug', 'plant', 'crock'],
  'Speaker Cable': [audio.cable, 'radio', 'turntable'], 'RCA Cable': [audio.cable, 'turntable'], 'Headphone Cable': [audio.cable, 'phones'],
  Backpack: [bags.backpack, 'tent', 'flask', 'enamel'], 'Rolltop Pack': [bags.rolltop, 'flask', 'city', 'enamel'], Duffel: [bags.duffel, 'flask', 'boots'], Tent: [camp.tent, 'backpack', 'stove', 'enamel'], Tarp: [camp.tarp, 'stove', 'backpack'], Bivy: [camp.bivy, 'stove', 'enamel'],
  'Rain Jacket': [clothes.rainJacket, 'backpack', 'flask'], Fleece: [clothes.fleece, 'enamel', 'backpack'], 'Base Layer': [clothes.baseLayer, 'flask', 'backpack'], 'Trail Trousers': [clothes.trousers, 'backpack', 'flask'],
  'Camp Stove': [camp.stove, 'tent', 'enamel'], Bottle: [camp.flask, 'backpack', 'tent'], 'Cook Set': [camp.cookSet, 'tent', 'enamel'], 'Enamel Mug': [camp.enamelMug, 'stove', 'tent', 'flask'],
  'Pull-Along': [toys.pullAlong, 'blocks', 'tower'], Puzzle: [toys.puzzle, 'cuddly', 'tower'], 'Stacking Tower': [toys.tower, 'blocks', 'cuddly'], 'Balance Board': [toys.balanceBoard, 'cuddly', 'blocks'], 'Building Blocks': [toys.blocks, 'cuddly', 'tower'], 'Marble Run': [toys.marbleRun, 'blocks'], 'Memory Game': [toys.memory, 'cuddly', 'mug'], 'Board Game': [toys.boardGame, 'bowl', 'cuddly'],
  'Rain Boots': [clothes.boots, 'planter', 'cuddly'], Dungarees: [clothes.dungarees, 'blocks', 'boots'], Raincoat: [clothes.raincoat, 'boots'], Pyjamas: [clothes.pyjamas, 'cuddly', 'open'], 'Cuddly Toy': [toys.cuddly, 'blocks', 'tower'], 'Hand Puppet': [toys.puppet, 'blocks', 'open'], Comforter: [toys.comforter, 'tower', 'blocks'],
} // biome-ignore format: a table

/** What to draw for a thing of the seed, and what may stand beside it. @throws Error for a thing nobody has drawn yet */
export function subjectOf(thing: string): { motif: Motif; companions: readonly Companion[]; isBook: boolean } {
  const found = SUBJECTS[thing]
  if (!found) throw new Error(`There is no picture of a ${thing}`)
  const [motif, ...names] = found
  return { motif, companions: names.map((name) => BESIDE[name]), isBook: thing.toLowerCase() === thing }
}

/** The inside of a book, for the second look at it. */
export const INSIDE: Motif = books.openBook
