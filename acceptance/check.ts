/** What a check is: it measures one promise on real data and says each figure as it has it. */

/** One line of the run's output: `name value unit verdict`. `ok` left out: the figure is stated, not judged. */
export type Say = (name: string, value: number | string, unit: string, ok?: boolean) => void;

/** `dataDir` is the folder of real data, known to exist. A check that throws has failed. */
export type Check = (say: Say, dataDir: string) => Promise<void>;
