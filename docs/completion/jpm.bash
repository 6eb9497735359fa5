# bash completion for jpm; made by: jpm completion bash
_jpm() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i options=
    if [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
    if [[ $word == '=' ]]; then word=; fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in list|info|why|open|jdwp|serve|dump|rm|collect|vacuum|explain|upload|doctor|k8s|summary|threads|histogram|index|dominators|leaks|path|refs|retained|query|strings|collections|loaders|diff|report|mat|agent|attach|capture|break|log|demo|completion|help|version) command=${COMP_WORDS[i]}; break ;; esac
    done
    case $previous in
    --format) COMPREPLY=($(compgen -W 'text json csv' -- "$word")); return ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$word")); return ;;
    --format) COMPREPLY=($(compgen -W 'text json' -- "$word")); return ;;
    --theme) COMPREPLY=($(compgen -W 'dark light none' -- "$word")); return ;;
    --as) COMPREPLY=($(compgen -W 'service database sentry' -- "$word")); return ;;
    --by) COMPREPLY=($(compgen -W 'class loader package' -- "$word")); return ;;
    --by) COMPREPLY=($(compgen -W 'class path' -- "$word")); return ;;
    --level) COMPREPLY=($(compgen -W 'mini heap' -- "$word")); return ;;
    --level) COMPREPLY=($(compgen -W 'info warning error' -- "$word")); return ;;
    --store|--output|-o|--source-path) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
    case $command in
    list|ls) options='-a --all -1 --newest -n --lines -r --reverse -S --since -U --until -F --field --json --format --no-legend --version --store -q --quiet --no-pager --color -h --help' ;;
    info|show) options='-1 --newest -n --lines -r --reverse -S --since -U --until --json --store -q --quiet --no-pager --color -h --help' ;;
    why) options='--json --format --classpath -S --since -U --until --store -q --quiet --no-pager --color -h --help' ;;
    open|debug|gdb) options='-x --execute --batch --source-path --classpath --theme -S --since -U --until --store -q --quiet --color -h --help' ;;
    jdwp) options='-p --port --host --classpath -S --since -U --until --store -q --quiet -h --help' ;;
    serve) options='-p --port --host --db --token-file --tls-cert --tls-key --keep --source-path -q --quiet -h --help' ;;
    dump|export) options='-o --output --bundle -S --since -U --until --store -q --quiet -h --help' ;;
    rm|remove|delete) options='-f --force -S --since -U --until --store -q --quiet -h --help' ;;
    collect|adopt) options='--move --privacy --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    vacuum) options='--max-use --keep-free --keep --older-than --dry-run -y --yes --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    explain) options='--json --format -S --since -U --until --store -q --quiet --no-pager --color -h --help' ;;
    upload|share) options='--to --as --token-file --privacy --dry-run --json --format --no-legend -S --since -U --until --store -q --quiet --no-pager --color -h --help' ;;
    doctor) options='-a --all --json --format -q --quiet --no-pager --color -h --help' ;;
    k8s) options='--full --volume --container --agent --grace -q --quiet -h --help' ;;
    summary) options='--properties --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    threads) options='--roots --retained --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    histogram|histo) options='-n --top --retained --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    index) options='--ram --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    dominators) options='-n --top --by --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    leaks) options='-t --threshold --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    path|paths) options='-n --top --weak --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    refs|references) options='--in --out -n --top --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    retained) options='-n --top --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    query|oql) options='--json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    strings) options='-n --top --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    collections) options='-n --top --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    loaders) options='--duplicates --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    diff) options='--by -n --top --all --json --format --no-legend --store -q --quiet --no-pager --color -h --help' ;;
    report) options='-o --output --store -q --quiet -h --help' ;;
    mat) options='-o --output --store -q --quiet -h --help' ;;
    agent) options='-h --help' ;;
    attach) options='--store -q --quiet -h --help' ;;
    capture) options='--level --json --format --store -q --quiet -h --help' ;;
    break|breakpoint) options='-p --pid --if -e --expression --hits --ttl --heap --all --json --format --no-legend -q --quiet --no-pager --color -h --help' ;;
    log|logpoint) options='-p --pid --if --level --ttl --all --json --format --no-legend -q --quiet --no-pager --color -h --help' ;;
    demo) options='--store --color -h --help' ;;
    completion) options='-h --help' ;;
    help) options='-h --help' ;;
    version) options='-h --help' ;;
    *) options='-a --all -1 --newest -n --lines -r --reverse -S --since -U --until -F --field --json --format --no-legend --version --store -q --quiet --no-pager --color -h --help' ;;
    esac
    case $command:$word in
    *:-*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    :*|help:*) COMPREPLY=($(compgen -W 'list info why open jdwp serve dump rm collect vacuum explain upload doctor k8s summary threads histogram index dominators leaks path refs retained query strings collections loaders diff report mat agent attach capture break log demo completion help version' -- "$word")) ;;
    completion:*) COMPREPLY=($(compgen -W 'bash zsh' -- "$word")) ;;
    agent:*|demo:*|version:*) ;;
    *) COMPREPLY=($(compgen -W "$(jpm list -q -F pid 2>/dev/null; jpm list -q -F main 2>/dev/null; jpm list -q -F id 2>/dev/null)" -- "$word") $(compgen -f -- "$word")) ;;
    esac
}
complete -F _jpm jpm ./jpm
