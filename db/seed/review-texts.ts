/** What buyers say, by the stars they give; title and text. */
export const OPINIONS: Record<number, readonly (readonly [title: string, text: string])[]> = {
  5: [
    ['Better than the pictures', 'The finish is even nicer in daylight. I have already ordered a second one.'],
    ['Exactly what I hoped for', 'Well packed, arrived a day early, and it does its job without any fuss.'],
    ['A keeper', 'Three weeks of daily use and it still looks new. You can tell somebody thought about the details.'],
    ['', 'No complaints at all. Sturdy, good weight, and it fits the shelf it was meant for.'],
    ['Lovely present', 'My sister asked where it was from before she had finished unwrapping it.'],
    ['Worth every cent', 'I compared a dozen before choosing this one. I would choose it again.'],
  ],
  4: [
    ['Very good, with one small wish', 'Does everything it promises. A slightly larger size would be perfect for us.'],
    ['Happy with it', 'The colour is a touch darker than on my screen, but it suits the room.'],
    ['Solid', 'Good quality for the price. Delivery took the full five days.'],
    ['', 'Nice to handle and easy to clean. The instructions could say more.'],
  ],
  3: [
    ['It is fine', 'Works as described. I expected a little more at this price.'],
    ['Mixed', 'Beautiful to look at; smaller than I had understood from the measurements.'],
    ['', 'Good idea, average finish. I will keep it.'],
  ],
  2: [
    ['Not for me', 'It wobbles a little and there is nothing to adjust it with.'],
    ['Expected better', 'The edge was rough where it should not be. The shop was friendly about it.'],
  ],
  1: [['Arrived damaged', 'A crack across the side. The box was far too large and had no padding.']],
}

export const REPLIES: readonly string[] = [
  'Thank you for taking the time. It is good to hear how it is used.',
  'We are glad it arrived safely. If anything changes, write to us.',
  'Thank you for saying so openly. We have told the workshop, and a replacement is on its way.',
]
