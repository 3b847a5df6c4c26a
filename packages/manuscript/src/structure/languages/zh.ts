import type { StructureWords } from './words.ts'

/** Divisions and chapters are counters: they stand behind the number, as in 第三章. */
export const zh: StructureWords = {
  divisions: [['卷'], ['册', '冊', '集'], ['部', '篇', '编', '編', '幕']],
  chapters: ['章', '回', '节', '節', '课', '課', '讲', '講', '场', '場'],
  unnumbered: ['插曲', '间章', '間章'],
  matter: {
    cover: ['封面'],
    titlepage: ['扉页', '扉頁', '书名页', '書名頁'],
    copyright: ['版权', '版权页', '版權', '版權頁'],
    dedication: ['献词', '獻詞', '题献', '題獻'],
    epigraph: ['题记', '題記', '题词', '題詞'],
    contents: ['目录', '目錄', '目次'],
    foreword: ['序', '序言', '代序', '推荐序', '推薦序'],
    preface: ['前言', '自序', '作者序', '致读者', '致讀者'],
    acknowledgements: ['致谢', '致謝', '鸣谢', '鳴謝'],
    introduction: ['引言', '导言', '導言', '导论', '導論', '绪论', '緒論'],
    prologue: ['楔子', '序章', '序幕', '引子'],
    epilogue: ['尾声', '尾聲', '终章', '終章', '尾章'],
    afterword: ['后记', '後記', '跋', '编后记', '編後記'],
    conclusion: ['结语', '結語', '结论', '結論'],
    appendix: ['附录', '附錄'],
    notes: ['注释', '註釋', '注釋', '尾注'],
    glossary: ['术语表', '術語表', '词汇表', '詞彙表'],
    bibliography: ['参考文献', '參考文獻', '参考书目', '參考書目'],
    index: ['索引'],
    about: ['作者简介', '作者簡介', '关于作者', '關於作者'],
  },
  address: ['献给', '獻給', '谨以此书'],
  salutations: ['亲爱的', '親愛的'],
  untitled: { front: '书前', dedication: '献词', titlepage: '扉页', copyright: '版权页', contents: '目录' },
}
