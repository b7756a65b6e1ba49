def test_the_public_name_stays_a_function():
    from nlpwidgets import embeddings

    for _ in range(2):  # a module of the same name would take its place once it is imported
        assert callable(embeddings.quality)
