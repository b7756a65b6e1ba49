"""Short reviews with labels, written for this package: what the vectorizer explorer shows when it is given nothing."""

from __future__ import annotations

REVIEWS: tuple[tuple[str, str], ...] = (
    ("A warm and funny film. The two leads are wonderful together and I loved every scene on the boat.", "positive"),
    ("A slow, dull film. Nothing happens on the boat, and then nothing happens again. I was bored.", "negative"),
    ("What a great story! The plot is clever, the acting is superb and the ending moved me to tears.", "positive"),
    ("What a stupid story. The plot is full of holes, the acting is wooden and the ending is a joke.", "negative"),
    ("The music is beautiful and the pictures are beautiful too. A quiet film, and a great one.", "positive"),
    ("The music is loud, the jokes are old, and the hero shouts for two hours. A loud and empty film.", "negative"),
    ("Not a bad film at all: funny, fast, and the cast clearly enjoyed it. So did I.", "positive"),
    ("Not a good film at all: the jokes are not funny, and the cast clearly wanted to go home. So did I.", "negative"),
    ("I have seen it four times and I laugh each time. The best comedy in years.", "positive"),
    ("I laughed once, at the credits. The worst comedy in years.", "negative"),
    (
        "Her performance is superb. She says little and you understand everything; a wonderful, honest film.",
        "positive",
    ),
    ("Her performance is the only good thing here. The rest is a waste of a fine cast and a large budget.", "negative"),
    ("A thriller that thrills. I did not guess the ending, and I loved the last twist.", "positive"),
    ("A thriller without a thrill. I guessed the ending in ten minutes and the twist in five.", "negative"),
    (
        "The children in the audience were silent, then they laughed, then they clapped. A lovely film for all.",
        "positive",
    ),
    (
        "The children in the audience were bored and so was I. Two hours of noise, and no story for anyone.",
        "negative",
    ),
    ("It starts slowly, but stay with it: the second half is exciting and the ending is perfect.", "positive"),
    ("It starts well, but the second half is a mess and the ending makes no sense. A great pity.", "negative"),
    ("Simple, honest and moving. The director trusts the story and the story is strong.", "positive"),
    ("Long, loud and pointless. The director trusts his computer and the story is gone.", "negative"),
    (
        "I read the book twice and feared the worst. The film is as rich as the book; I could not be happier.",
        "positive",
    ),
    ("I read the book twice. The film has the names and nothing else; read the book, avoid the film.", "negative"),
    ("Old friends, a dog, a long road and a lot of heart. Small, but one of the best of this year.", "positive"),
    ("Old jokes, a dog, a long road and no idea where to go. Even the dog looked bored.", "negative"),
    ("The camera loves the sea and so will you. Beautiful, calm, wonderful to look at.", "positive"),
    ("The camera shakes, the sound is bad, and the script is worse. I left early, and I was not alone.", "negative"),
    ("Great cast, great music, and a script that gives everyone something to do. I enjoyed it a lot.", "positive"),
    (
        "Great cast, great music, great budget, and still the worst film that I have seen this year. Terrible.",
        "negative",
    ),
    ("She fights, she fails, she gets up again. An exciting film with a perfect heroine.", "positive"),
    ("He fights, he wins, he fights again. No surprise, no heart, no reason to see it.", "negative"),
)

DOCUMENTS = [text for text, _ in REVIEWS]
LABELS = [label for _, label in REVIEWS]
