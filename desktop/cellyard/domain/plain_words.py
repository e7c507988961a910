"""The 1024 words that keys are compared by: plain, short, and far apart to eye and ear.

No two begin with the same four letters or differ by one letter left out, put in, changed or swapped
with its neighbour. They are Latin in every language. Never changed: two screens must say the same.
"""

_TEXT = """
acorn actor adult after agent agile album alley almond amber anchor ancient ankle annual
apology apple apron arctic arena armor arrow artist aspen asphalt athlete atlas attic aunt
autumn avocado award axle bacon badge bagel baker balcony ballad bamboo banana bandage banjo
bargain barley barn barrel basil basket bath beaver bedroom beef beetle bell bench bicycle
bird biscuit blanket blossom blush boat bonfire bonnet book border bottle boulder bowl
bracket bramble brass brave breeze brick bronze broom brown bubble bucket budget buffalo
bugle builder bulb bumper bundle bunker burrow busy butter buzzer cabbage cabin cable cactus
cake calcium calm camel canal candy cannon canoe canvas caramel carbon cargo carpet carrot
castle catalog catfish caution cedar celery cello cement census center ceramic chain chalk
chamber channel chapel cheese chemist cherry chess chicken chief chili chimney chisel choir
chorus chrome cinema circle citrus city clay clever cliff climate clinic clock cloud coach
coast cobalt cobra cocoa coffee coin collar colony column combine comet compass concert
cookie copper coral cork corner cosmos cotton cougar council courage cousin cowboy coyote
cozy crab cradle crane crater crayon cream credit cricket crisp crocus crow cruise crust
crystal cube cuckoo curtain curve cushion custom cycle cypress dairy dance daring dawn
decade decimal deck degree delta demand denim dentist deposit desert detour dial diamond
diesel digit dingo diploma dipper disk distant ditch divide doctor dolphin dome domino
donkey donor double dough dozen draft dragon drama drawer drill drizzle drum dryer duet dune
duty dynamo eagle early earth easel easy echo eclipse economy editor effort elastic elbow
elder element elk embassy emerald emotion empire empty enamel encore energy engine enjoy
enough entry epoch equal errand escape essay estate eternal ethics event exact exam exhibit
exotic expert express extra eyebrow fabric factory faith falcon family famous fancy farmer
fashion fast father faucet favor fence fern ferry fiber fiction fiddle field fifteen figtree
figure film filter final finch finger finish first fish fizz flag flame flannel flask fleet
flicker flint float flood fluid flute foam focus folder folk forest forge formula fort
forward fossil fox freckle fresh friend fringe frog front fruit fudge fuel funnel furnace
fusion future gadget galaxy gallop game gamma garage garden garlic garnet gauge gazelle gem
general genius gentle geology geyser giant gift giraffe glacier glass glide globe glory glue
goblet golden golf gong goose gopher gorilla grace grain grand graph gravy green grocer
group grove guard guest guitar gull gypsum habit hail half hamlet hammer hamster handle
happy harbor hard harmony harness harvest hat hatchet haven hawk hazel health heart heavy
hedge helium helmet helper hemlock herald herb heron hexagon hidden hiking hill hinge
history hobby hockey holiday hollow honey hood hornet hotel hound house human humble humid
hummus humor hurdle husky hybrid icicle icon ideal igloo image import indigo indoor inlet
inner input insect invent iodine iris island ivory jacket jaguar jazz jeep jelly jersey
jewel jigsaw juggle juice jumbo jump junior jury kayak kelp kennel kettle kilo kimono kind
kiosk kite kitten kiwi knee koala label lace ladder lagoon lamb laptop larch large laser
laurel lava lawyer lazy leaf league lease left legal legend lemon lens lentil letter level
light lilac lily lime limit linen lion liquid list little lizard llama local locket locust
lodge logic loop lotus lucky lumber lunar lunch luxury lyric magic magma magnet major mammal
mango manual maple marble margin marine market marsh mascot mask master match meadow medal
medic mellow melon member memory mentor menu merit mesh meteor method metro micro mild
mimosa mint minute mirror mixer mobile model mole moment month moon mosaic moss mother motor
motto movie muffin muscle museum music mute myth napkin nation nature navy neat nectar
needle neon nephew nerve nickel nimble noble noodle normal north nose novel nurse nutmeg
nylon oasis oats object oboe ocean octave office olive omelet onion onyx open opera option
orbit orchid organ orient origin otter ounce outfit outlet oval oxide oxygen oyster pack
paddle page paint palace panda panel papaya paper parade parcel parent parka pass pasta
patrol peach peak peanut pearl pebble pencil people pepper permit person phone phrase piano
pickle picnic pier pigeon pillow pilot pine pirate pizza plant plate plaza plenty plug poem
polar police pollen polo pond poppy porch poster potato powder prefix prime prism privet
prompt proper proud public pulley pulse puma pupil puppet pure purple push puzzle quail
quarry quick quiet quince quiver quota rabbit radio ranch random range rapid rattle razor
ready recipe record reed reflex region relay remedy remote reply rescue resin result retina
reward rhythm ribbon rice ridge rigid ring ripple ritual river robin robot roof rope royal
rubber rudder rugby ruler runway rural rustic safari sailor salad salmon salt sample satin
sauce scale scarf school score scout screen seal season second sector senior sesame shade
shark sheep shelf shield shine ship shirt shiver shoe shovel shrimp shrub side sierra signal
silk silver single siren sister skate sketch skill skin sleeve slice slim slow small smart
smile smoke smooth snack snail soap soccer sock sofa solid sonata sorrel source south space
span spear speed sphere spider spiral sponge spoon sport spring spruce square stable stage
stamp stand star statue steam step stereo stick stone stool stork strap street stripe strong
studio style subway sugar suit summer sunset super supply surf swift swing switch syrup
system tablet talent tall tank tape target taste tavern taxi teapot tempo tennis tenor tent
thin thorn thread throne thumb ticket tidal tidy tiger timber tire tissue title today token
tomato tongue tooth topaz total totem touch tour towel town track trade trail tram travel
treat tree trend tribe trio trophy trout trunk tulip tuna tundra turnip turtle tutor tweed
twelve twig ultra uncle under unity upbeat uphill upland upper upward urchin useful usual
vacuum vague valid valve vapor vase vault velvet vendor venue verse vessel vest video view
villa violin virtue visa vision vital vivid voice volume vote voyage waffle wagon walk
walnut walrus waltz wand warm wash water wave wheat wheel white window winter wisdom wise
wonder wool worker world wreath wren wrist yacht year yeast yoga yogurt young zebra zenith
zigzag zinc zinnia zodiac zone zoom
"""
WORDS: tuple[str, ...] = tuple(_TEXT.split())
