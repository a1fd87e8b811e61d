/// The files that people would write by hand: a plan, and the worlds it may run in.
///
/// Source of the public example: gloriabenoit/DNAnexus-GWAS, docs/plink.md and docs/regenie.md (2025), a GWAS of 22
/// chromosomes on mem1_ssd1_v2_x16. regenie: £5.74 on spot if nothing is interrupted, £12.57 in truth and £5.36 more for
/// jobs that failed, £21.46 on demand. PLINK: £4.56, £9.30 and £17.04.
enum DemoPlans {
  static let gwas = """
    # A genome-wide association study on the UK Biobank RAP: one job for each of 22 chromosomes, mostly on spot.
    #
    #   purser estimate gwas.yaml                            if no spot worker were ever taken back
    #   purser estimate gwas.yaml --scenario spot.yaml       as spot is
    #   purser estimate gwas.yaml --scenario on-demand.yaml  without spot
    #
    # Durations: 90s, 15m, 2h, 1h 30m. Sizes: 24 GiB (base 2), 16 GB (base 10).

    name: gwas
    catalog: ukb-rap-aws-eu-west-2  # what the machines are and cost; `purser catalog list` shows the others

    # What tasks share, unless they say otherwise.
    defaults:
      priority: high  # high: on demand. normal: spot, or on demand if none comes. low: spot only.
      timeout: 12h    # a job that runs longer is ended; the platform's own limit is 30 days

    # What it may cost and take: the estimate says how likely each is to be passed.
    limits:
      max_cost: 20    # in the catalog's currency, here pounds
      max_time: 24h

    tasks:
      # One job that filters the variants. Its runtime is drawn from past jobs of the executable plink_qc, so their
      # history must be known: imported into the store (`purser import history.json`) or given with --history.
      - name: qc
        executable: plink_qc       # the name to look up; a task without it is looked up by its own name
        runtime: {from: history}
        instance_type: mem1_ssd1_v2_x4
        timeout: 2h

      # One job that fits the whole-genome model. It starts when every job of `after` is done.
      - name: step1
        executable: regenie_step1
        after: [qc]
        runtime: {median: 5h, p95: 8h}   # half of the jobs take less than 5h, 19 of 20 less than 8h
        memory: {median: 14 GiB, p95: 20 GiB}
        instance_type: mem1_ssd1_v2_x16
        timeout: 24h               # instead of the default above

      # The 22 chromosomes: `count` makes a task many jobs. Chromosome 1 is five times as long as chromosome 22, hence
      # the spread. In all 49 hours of this type, in the mean: £5.74 on spot and £21.46 on demand, as in the public
      # example that this plan follows (gloriabenoit/DNAnexus-GWAS, docs/regenie.md, 2025).
      - name: step2
        executable: regenie_step2
        after: [step1]
        count: 22
        runtime: {median: 2h, p95: 4h 20m}
        memory: {median: 9 GiB, p95: 14 GiB}   # the peak; above what the machine has, the job fails
        disk: 60 GB
        instance_type: mem1_ssd1_v2_x16        # the one type of this catalog with both prices
        priority: normal
        restart:                               # which failures are followed by another try, and how often
          SpotInstanceInterruption: 9
          UnresponsiveWorker: 2
          ExecutionError: 1
          JMInternalError: 1
          max_restarts: 9                      # in all; the platform allows no more

      # Job i waits for job i of step2 only, not for all 22.
      - name: annotate
        executable: annotate_variants
        each: step2
        count: 22
        setup: 3m                              # start-up and loading: part of every try, and charged
        runtime: {min: 4m, mode: 6m, max: 20m}
        instance_type: mem1_ssd1_v2_x4
        timeout: 2h

      # One job that waits for all of them.
      - name: gather
        executable: gather_results
        after: [annotate]
        runtime: {mean: 15m, sd: 5m}
        instance_type: mem1_ssd2_v2_x4
        timeout: 2h

    """

  static let spot = """
    # The spot market as a user of the RAP met it in 2025 (gloriabenoit/DNAnexus-GWAS, docs/regenie.md and plink.md).
    #
    # Two runs of 22 chromosomes on mem1_ssd1_v2_x16 would have cost £5.74 and £4.56 if no worker had been taken back.
    # They cost £12.57 and £9.30, 2.2 and 2.0 times as much (3.1 times with the first one's failed jobs), since a job that
    # is interrupted is charged and starts over.
    #
    # The rate is chosen to give the same: step2 of gwas.yaml then costs about £12.60, 2.2 times its uninterrupted £5.74.
    # That user asked for priority low, where a job fails after its tenth interruption; the plan asks for normal, where
    # the try after three interruptions is on demand. So this is a fit of one number to one user's two runs, no property
    # of the market; your own history may say otherwise.

    spot:
      interruptions_per_hour: 0.33     # of a running worker: once in three hours
      wait: {median: 4m, p95: 15m}     # until a spot worker is there; assumed
      max_tries: 3                     # after three spot tries the next is on demand (never with priority low)

    platform:
      fallback_to_on_demand_after: 15m # how long priority normal waits for spot; the platform's rule

    """

  static let onDemand = """
    # The same plan without spot: nothing is interrupted, and every hour of step2 costs 3.7 times as much.
    #
    #   purser estimate gwas.yaml --scenario on-demand.yaml
    #
    # (For history.json it leaves jobs without a price: no on-demand price is public for the types ending in x8.)
    #
    # An override changes every job that fits all of its patterns (executable, name, instance_type, user); `*` stands
    # for any text. It may set instance_type, timeout, priority and restart.

    overrides:
      - match: {name: "*"}
        priority: high

    """

  static let quota = """
    # What if the group had at most 20 running workers a user instead of the platform's 100?
    #
    #   purser replay history.json --scenario quota.yaml
    #
    # Once a scenario says something about the platform, the waits of a history are simulated, those for a machine as
    # well: hence the two delays, which are like those recorded. Runtimes and outcomes stay as they were recorded. To see
    # what the limit alone does, replay with 100 as well and compare the two.

    platform:
      max_concurrent_jobs: 20                     # the others wait
      provisioning: {median: 80s, p95: 200s}      # until a worker has come; not charged
      order: fcfs                                 # first come, first served

    spot:
      wait: {median: 4m, p95: 25m}                # until a spot worker is there

    """
}
