import type { BookKind } from '@octavo/manuscript'

/** A chapter of a frame: what it asks and what belongs in it. `$` in a title stands for the subject of the book. */
export interface Part {
  title: string
  sections: { title: string; questions: string[]; fill: string }[]
}

/** What a book of each kind has to answer, whatever it is about. */
export const frames: Record<BookKind, { opening: Part[]; middle: Part; closing: Part[] }> = {
  technical: {
    opening: [
      {
        title: 'Why $',
        sections: [
          {
            title: 'The problem',
            questions: ['What goes wrong without it, and for whom?', 'What have people tried before?'],
            fill: 'One concrete case from your own practice.',
          },
          {
            title: 'What the reader will be able to do',
            questions: ['What does the reader know already?', 'What can they build or decide at the end?'],
            fill: 'Three sentences that begin with a verb.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'The idea',
          questions: ['What is it, in one sentence?', 'Which terms must be defined first?'],
          fill: 'A definition, and a figure if it has a shape.',
        },
        {
          title: 'A worked example',
          questions: ['What is the smallest example that still shows it?', 'What does it print or return?'],
          fill: 'Code or data that runs as printed.',
        },
        {
          title: 'Limits and mistakes',
          questions: ['When is it the wrong choice?', 'What does a beginner get wrong, and how does it show?'],
          fill: 'A warning, with the symptom and the repair.',
        },
      ],
    },
    closing: [
      {
        title: 'Putting it to work',
        sections: [
          {
            title: 'From example to practice',
            questions: ['What changes at full size?', 'What has to be measured, and what is a good figure?'],
            fill: 'A checklist.',
          },
          {
            title: 'Where to go next',
            questions: ['What was left out on purpose?', 'What should be read next, and why?'],
            fill: 'References that you have read.',
          },
        ],
      },
    ],
  },
  academic: {
    opening: [
      {
        title: 'The question: $',
        sections: [
          {
            title: 'Question and scope',
            questions: ['What exactly is asked?', 'What is left outside, and why?'],
            fill: 'The question in one sentence.',
          },
          {
            title: 'What is known',
            questions: ['Which works does this answer or continue?', 'Where do they disagree?'],
            fill: 'Sources that you have read, with pages.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'Concepts',
          questions: ['Which terms are used, in whose sense?'],
          fill: 'Definitions with their origin.',
        },
        {
          title: 'Evidence',
          questions: ['What was observed, measured or read?', 'How could it be wrong?'],
          fill: 'Data, tables, quotations.',
        },
        {
          title: 'Argument',
          questions: ['What follows from the evidence?', 'What is the best objection?'],
          fill: 'The objection at its strongest, and the answer.',
        },
      ],
    },
    closing: [
      {
        title: 'What follows',
        sections: [
          {
            title: 'Findings',
            questions: ['What can now be said that could not be said before?'],
            fill: 'The findings, each with its evidence.',
          },
          {
            title: 'Limits and open questions',
            questions: ['What would change the answer?', 'What should be studied next?'],
            fill: 'The weakest point of the argument.',
          },
        ],
      },
    ],
  },
  documentation: {
    opening: [
      {
        title: 'Getting started with $',
        sections: [
          {
            title: 'Before you begin',
            questions: ['What must be installed or known?', 'Which versions were tested?'],
            fill: 'Requirements with version numbers.',
          },
          {
            title: 'First steps',
            questions: ['What is the shortest way to a result?', 'How does the reader see that it worked?'],
            fill: 'Commands with their output.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        { title: 'What it does', questions: ['When does the reader need it?'], fill: 'One paragraph.' },
        {
          title: 'How to use it',
          questions: ['Which steps, in which order?', 'What is the default?'],
          fill: 'Steps and an example.',
        },
        { title: 'Reference', questions: ['Which options are there, with type, default and limit?'], fill: 'A table.' },
      ],
    },
    closing: [
      {
        title: 'When something goes wrong',
        sections: [
          {
            title: 'Symptoms and repairs',
            questions: ['Which error messages do users meet?', 'What mends each of them?'],
            fill: 'Message, cause, repair.',
          },
          {
            title: 'Getting help',
            questions: ['What should a report contain, and where does it go?'],
            fill: 'An address.',
          },
        ],
      },
    ],
  },
  'non-fiction': {
    opening: [
      {
        title: 'Why $ matters',
        sections: [
          {
            title: 'A scene to open with',
            questions: ['Which moment shows what is at stake?', 'Who was there?'],
            fill: 'A scene that you can document.',
          },
          {
            title: 'What this book says',
            questions: ['What is the claim, in one sentence?', 'Who would disagree?'],
            fill: 'The claim.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'What happened',
          questions: ['Who, where, when?', 'How do you know?'],
          fill: 'Facts with their sources.',
        },
        {
          title: 'What it means',
          questions: ['Why did it happen so and not otherwise?', 'What does the reader take from it?'],
          fill: 'The thought that the facts support.',
        },
      ],
    },
    closing: [
      {
        title: 'What remains',
        sections: [
          {
            title: 'Back to the beginning',
            questions: ['What does the opening scene mean now?'],
            fill: 'The scene, seen again.',
          },
          {
            title: 'What can be done',
            questions: ['What should the reader do, or think differently?'],
            fill: 'One thing that is within reach.',
          },
        ],
      },
    ],
  },
  fiction: {
    opening: [
      {
        title: 'Before it begins',
        sections: [
          {
            title: 'The ordinary day',
            questions: ['Who is the story about, and what do they want?', 'What do they believe that is not true?'],
            fill: 'A first scene: a place, a person, something they are doing.',
          },
          {
            title: 'What breaks it',
            questions: ['What happens that cannot be undone?', 'Why can they not walk away?'],
            fill: 'The scene in which it happens.',
          },
        ],
      },
    ],
    middle: {
      title: '$',
      sections: [
        {
          title: 'What they try',
          questions: ['What does each person in the scene want?', 'What stands in the way, and gets worse?'],
          fill: 'A scene that ends differently from how it began.',
        },
        {
          title: 'What it costs',
          questions: ['What is lost or learned?', 'Who knows something that the others do not?'],
          fill: 'The scene after, in which it is felt.',
        },
      ],
    },
    closing: [
      {
        title: 'The last choice',
        sections: [
          {
            title: 'The choice',
            questions: ['What must be given up?', 'What would they have chosen on the first page?'],
            fill: 'The scene that the book has been moving toward.',
          },
          {
            title: 'Afterwards',
            questions: ['What is different now?', 'What is the last picture?'],
            fill: 'A short scene.',
          },
        ],
      },
    ],
  },
}
