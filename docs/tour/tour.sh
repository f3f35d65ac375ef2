# Words for the tour, for any POSIX shell. Read them into yours with:  . docs/tour/tour.sh

# Where the estate is, and the token that it was started with; set them before where yours are others.
export ESERVICES_SCS="${ESERVICES_SCS:-http://127.0.0.1:8090}" ESERVICES_TOKEN="${ESERVICES_TOKEN:-sightseeing}"
WEB="${WEB:-http://127.0.0.1:8080}"
submitted=0

# What the servers of the estate know each other by.
SECRET=$(sed -n 's/.*"service": "\(.*\)".*/\1/p' ".eservices-lb/${ESTATE:-8000}/secrets.json") ||
  echo 'Start the estate first, in this directory: npm start -- --scenario full --token sightseeing'

# ask METHOD PATH [JSON]: what the control server answers.
ask() {
  curl -sS -X "$1" "$ESERVICES_SCS/api/v1$2" -H "Authorization: Bearer $ESERVICES_TOKEN" \
    -H 'Content-Type: application/json' ${3:+-d} ${3:+"$3"}
}

# show EXPRESSION: what a JavaScript expression makes of the JSON that is read, which it calls `it`; a list has a line for each.
show() {
  node -e '
    const it = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));
    const shown = it?.error === undefined ? eval(process.argv[1]) : `refused: ${it.error.message}`;
    for (const each of Array.isArray(shown) ? shown : [shown]) console.log(text(each));
  ' "$1"
}

# status APPLICATION: what the control server knows of it.
status() {
  ask GET "/applications/$1" |
    show '`${it.name} is ${it.status}${it.mode === "backup" ? ", as backup" : ""}${it.state === "disabled" ? ", disabled" : ""}`'
}

# order ACTION APPLICATION: what an operator may do to it, such as stop, start, suspend, disable; and what it is then.
order() {
  ask POST "/applications/$2/$1" | show '`${it.name} is ${it.status}${it.state === "disabled" ? ", disabled" : ""}`'
}

# change KIND NAME JSON: changes fields of an object of the configuration, such as: change applications ChatServer_1 '{"tenants": […]}'
change() { ask PATCH "/$1/$2" "$3" | show '`${it.name} is changed`'; }

# create KIND NAME JSON: a new object of the configuration. A DBID is never used twice, so it gets the second of its creation.
create() {
  ask PUT "/$1/$2" "$(printf '%s' "$3" | show "({ dbid: $(date +%s), ...it })")" | show '`${it.name} is created`'
}

# remove KIND NAME: deletes it.
remove() { ask DELETE "/$1/$2" | grep . || echo "$2 is deleted"; }

# work APPLICATION EXPRESSION: what an expression makes of the work that an application shows.
work() {
  ask GET /work | show "(({ work: it } = {}) => it === undefined ? 'nothing is shown' : ($2))(it.applications.find((one) => one.application === '$1'))"
}

# wait_for TEXT COMMAND …: gives the command again and again, for half a minute at most, until it prints the text; then prints what it printed.
wait_for() {
  awaited=$1
  shift
  attempts=100
  while printed=$("$@" 2>&1); ! printf '%s' "$printed" | grep -q -e "$awaited"; do
    attempts=$((attempts - 1))
    if [ "$attempts" -eq 0 ]; then
      printf 'waited in vain for "%s":\n' "$awaited"
      break
    fi
    sleep 0.2
  done
  printf '%s\n' "$printed"
}

# port_of APPLICATION: its port, or that of whoever of its pair is primary.
port_of() {
  ask GET /snapshot | show "
    ((one) => {
      const { status, mode } = it.statuses.find(({ application }) => application === one.name);
      const other = it.applications.find(({ name }) => name === one.backup);
      const { ports } = other !== undefined && (status !== 'running' || mode === 'backup') ? other : one;
      return (ports.find(({ id }) => id === 'default') ?? ports[0]).port;
    })(it.applications.find(({ name }) => name === '$1'))"
}

# server METHOD APPLICATION PATH [JSON]: what a server answers to those who know the secret of the estate, such as media servers.
server() { request "$1" "$(port_of "$2")$3" "${4:-}"; }

request() {
  curl -sS -X "$1" "http://127.0.0.1:$2" -H "Authorization: Bearer $SECRET" -H 'Content-Type: application/json' ${3:+-d} ${3:+"$3"}
}

# submit MEDIA COUNT [SUBJECT [ATTRIBUTES]]: so many interactions for Environment, as a media server submits them to Interaction Server.
submit() {
  attributes=${4:-}
  [ -n "$attributes" ] || attributes='{}'
  port=$(port_of InteractionServer)
  for _ in $(seq "$2"); do
    submitted=$((submitted + 1))
    request POST "$port/interactions" "{ \"interactionId\": \"tour-$$-$submitted\", \"media\": \"$1\", \"tenant\": \"Environment\",
      \"service\": \"tour\", \"subject\": \"${3:-$1}\", \"attributes\": $attributes }" >/dev/null
  done
  echo "$2 submitted, media $1"
}

# interactions MEDIA [EXPRESSION]: those that were submitted in this shell, or what an expression makes of the list.
interactions() { every_interaction "$1" "((it) => ${2:-it})(it.filter(({ interactionId }) => interactionId.startsWith('tour-$$-')))"; }

every_interaction() { server GET InteractionServer "/interactions?tenant=Environment&media=$1" | show "((it) => $2)(it.interactions)"; }

# finish MEDIA …: agents finish what they have, and what they get then, until nothing is left.
finish() {
  port=$(port_of InteractionServer)
  while left=$(unfinished "$*") && [ -n "$left" ]; do
    for one in $(printf '%s\n' "$left" | sed -n 's/ in-progress$//p'); do
      request POST "$port/interactions/$one/state" '{ "tenant": "Environment", "state": "done" }' >/dev/null
    done
  done
  for media in "$@"; do echo "media $media: $(interactions "$media" it.length) done"; done
}

unfinished() {
  request GET "$port/interactions?tenant=Environment" | show "
    it.interactions.filter(({ media, state }) => '$1'.split(' ').includes(media) && state !== 'done')
      .map(({ media, interactionId, state }) => media + '/' + interactionId + ' ' + state)"
}

# begin_chat SERVICE TENANT: a customer begins a chat; the reply is kept in $chat, and the alias in $chat_alias.
begin_chat() {
  chat_service=$1 chat_tenant=$2
  chat=$(curl -sS "$WEB/genesys/2/chat/$1" -d nickname=Ada -d tenant="$2")
  chat_alias=$(printf '%s' "$chat" | show it.alias)
  where_is_the_chat
}

# where_is_the_chat: which Chat Server the customer's alias stands for, and whether it takes new work.
where_is_the_chat() {
  curl -sS "$WEB/status?tenant=$chat_tenant&alias=$chat_alias" |
    sed -n 's/.* yours" data-application="\([^"]*\)" data-word="\([^"]*\)".*/the chat is at \1, which \2/p' |
    sed 's/which draining/which is draining/; s/which not used/which is not used/'
}

# say TEXT: the customer of the chat says something, and takes the alias from the answer, as clients do.
say() {
  said=$(curl -sS "$WEB/genesys/2/chat/$chat_service/$(printf '%s' "$chat" | show it.chatId)/send" -d message="$1" \
    -d userId="$(printf '%s' "$chat" | show it.userId)" -d secureKey="$(printf '%s' "$chat" | show it.secureKey)" \
    -d alias="$chat_alias")
  chat_alias=$(printf '%s' "$said" | show it.alias)
  printf '%s' "$said" | show '`status ${it.statusCode}, ${it.chatEnded ? "the chat has ended" : "the chat goes on"}`'
}
