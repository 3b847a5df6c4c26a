import type { StructureWords } from './words.ts'

/** Divisions and chapters are counters: they stand behind the number, as in 第三章. */
export const ja: StructureWords = {
  divisions: [['巻'], ['冊'], ['部', '編', '篇', '幕']],
  chapters: ['章', '話', '節', '回', '場', '課', '講'],
  unnumbered: ['幕間', '間奏', '閑話'],
  matter: {
    cover: ['表紙', 'カバー'],
    titlepage: ['扉', '大扉'],
    copyright: ['著作権', '奥付'],
    dedication: ['献辞'],
    epigraph: ['題辞', 'エピグラフ'],
    contents: ['目次', 'もくじ'],
    foreword: ['序', '序文', '推薦の言葉'],
    preface: ['まえがき', 'はじめに', '前書き', '前書', '緒言'],
    acknowledgements: ['謝辞'],
    introduction: ['序論', '導入', 'イントロダクション'],
    prologue: ['プロローグ', '序章', '序幕'],
    epilogue: ['エピローグ', '終章', '終幕'],
    afterword: ['あとがき', '後書き', '後記', 'おわりに', '跋'],
    conclusion: ['結論', '結び', 'むすび'],
    appendix: ['付録', '附録', '補遺'],
    notes: ['注', '注釈', '註', '註釈', '脚注'],
    glossary: ['用語集', '用語解説'],
    bibliography: ['参考文献', '文献', '引用文献'],
    index: ['索引', 'さくいん'],
    about: ['著者紹介', '著者について', '著者略歴'],
  },
  address: [],
  salutations: ['拝啓', '親愛なる'],
  untitled: { front: '前付', dedication: '献辞', titlepage: '扉', copyright: '奥付', contents: '目次' },
}
