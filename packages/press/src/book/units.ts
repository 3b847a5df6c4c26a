/** Symbols of the units and prefixes of siunitx 3 that the International System of Units has (SI brochure, 9th ed.). */
const symbols: Record<string, string> = {
  quecto: 'q',
  ronto: 'r',
  yocto: 'y',
  zepto: 'z',
  atto: 'a',
  femto: 'f',
  pico: 'p',
  nano: 'n',
  micro: 'µ',
  milli: 'm',
  centi: 'c',
  deci: 'd',
  deca: 'da',
  deka: 'da',
  hecto: 'h',
  kilo: 'k',
  mega: 'M',
  giga: 'G',
  tera: 'T',
  peta: 'P',
  exa: 'E',
  zetta: 'Z',
  yotta: 'Y',
  ronna: 'R',
  quetta: 'Q',
  ampere: 'A',
  becquerel: 'Bq',
  bit: 'bit',
  byte: 'B',
  candela: 'cd',
  celsius: '°C',
  coulomb: 'C',
  dalton: 'Da',
  day: 'd',
  decibel: 'dB',
  degree: '°',
  degreeCelsius: '°C',
  electronvolt: 'eV',
  farad: 'F',
  gram: 'g',
  gray: 'Gy',
  hectare: 'ha',
  henry: 'H',
  hertz: 'Hz',
  hour: 'h',
  joule: 'J',
  katal: 'kat',
  kelvin: 'K',
  kilogram: 'kg',
  liter: 'L',
  litre: 'L',
  lumen: 'lm',
  lux: 'lx',
  meter: 'm',
  metre: 'm',
  minute: 'min',
  mole: 'mol',
  newton: 'N',
  ohm: 'Ω',
  pascal: 'Pa',
  percent: '%',
  radian: 'rad',
  second: 's',
  siemens: 'S',
  sievert: 'Sv',
  steradian: 'sr',
  tesla: 'T',
  tonne: 't',
  volt: 'V',
  watt: 'W',
  weber: 'Wb',
}
const prefixes = new Set(
  'quecto ronto yocto zepto atto femto pico nano micro milli centi deci deca deka hecto kilo mega giga tera peta exa zetta yotta ronna quetta'.split(
    ' ',
  ),
)

/** A quantity as it is printed, `4.2 kg` or `3 m/s²`, from a number and the names of its units in order. */
export function quantity(number: string, units: readonly string[]): string {
  let text = ''
  let glue = false
  for (const unit of units) {
    if (unit === 'per') {
      text += '/'
      glue = true
    } else if (unit === 'squared' || unit === 'square') text += '²'
    else if (unit === 'cubed' || unit === 'cubic') text += '³'
    else {
      if (text !== '' && !glue) text += '\u00a0'
      text += symbols[unit] ?? unit
      glue = prefixes.has(unit)
    }
  }
  return number === '' ? text : `${number}\u00a0${text}`
}
